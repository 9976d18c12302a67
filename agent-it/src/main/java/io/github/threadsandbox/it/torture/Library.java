package io.github.threadsandbox.it.torture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The JDK's library, where it computes. */
final class Library {
    private Library() {}

    static List<Workload> all() {
        return List.of(
                new Workload("formatting and times", 3, Library::formatting),
                new Workload("big numbers", 1, Library::bigNumbers),
                new Workload("digests and checksums", 0xCBF43926L, Library::digests),
                new Workload("compression", 100_000, Library::compression),
                new Workload("regular expressions", 1_000, Library::regularExpressions),
                new Workload("reflection and proxies", 2_000, Library::reflection),
                new Workload("serialisation", 45, Library::serialisation),
                new Workload("parallel sorting and streams", 2, Library::parallel),
                new Workload("interned strings", 20_000, Library::interned),
                new Workload("clocks and thread times", 3, Library::clocks));
    }

    private static long formatting() {
        long right =
                String.format(Locale.ROOT, "%,d %.2f %s", 1_234_567, 2.5, "x").equals("1,234,567 2.50 x") ? 1 : 0;
        right += LocalDate.of(2024, 2, 29).plusYears(1).toString().equals("2025-02-28") ? 1 : 0;
        return right + ("%05d".formatted(42).equals("00042") ? 1 : 0);
    }

    private static long bigNumbers() {
        BigInteger mersenne = BigInteger.TWO.pow(521).subtract(BigInteger.ONE);
        return mersenne.isProbablePrime(20) ? 1 : 0;
    }

    private static long digests() throws Exception {
        byte[] text = "123456789".getBytes(StandardCharsets.US_ASCII);
        String sha =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        if (!sha.startsWith("15e2b0d3c33891ebb0f1ef609ec41942")) {
            throw new IllegalStateException(sha);
        }
        CRC32 crc = new CRC32();
        crc.update(text);
        return crc.getValue();
    }

    private static long compression() throws Exception {
        byte[] zeros = new byte[100_000];
        Deflater deflater = new Deflater();
        deflater.setInput(zeros);
        deflater.finish();
        byte[] packed = new byte[1_000];
        int length = deflater.deflate(packed);
        deflater.end();
        Inflater inflater = new Inflater();
        inflater.setInput(packed, 0, length);
        int back = inflater.inflate(zeros);
        inflater.end();
        return back;
    }

    private static long regularExpressions() {
        Pattern pattern = Pattern.compile("(\\w+)-([0-9]+)(?:,|$)");
        return IntStream.range(0, 1_000)
                .filter(i -> pattern.matcher("number-" + i + ",").matches())
                .count();
    }

    private static long reflection() throws Exception {
        Method one = Code.class.getDeclaredMethod("one");
        LongSupplier proxy = (LongSupplier) Proxy.newProxyInstance(
                Library.class.getClassLoader(), new Class<?>[] {LongSupplier.class}, (self, method, arguments) -> 1L);
        long sum = 0;
        for (int i = 0; i < 1_000; i++) {
            sum += (Long) one.invoke(null) + proxy.getAsLong();
        }
        return sum;
    }

    private static long serialisation() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(IntStream.range(0, 10).boxed().toList()));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return ((List<?>) in.readObject())
                    .stream().mapToInt(i -> (Integer) i).sum();
        }
    }

    private static long parallel() {
        int[] numbers = new Random(1).ints(200_000).toArray();
        Arrays.parallelSort(numbers);
        long right = IntStream.range(1, numbers.length).noneMatch(i -> numbers[i - 1] > numbers[i]) ? 1 : 0;
        return right + (IntStream.range(0, 100_000).parallel().asLongStream().sum() == 100_000L * 99_999 / 2 ? 1 : 0);
    }

    private static long interned() {
        long same = 0;
        for (int i = 0; i < 20_000; i++) {
            same += ("interned" + i).intern() == ("interned" + i).intern() ? 1 : 0;
        }
        return same;
    }

    private static long clocks() {
        long right = System.nanoTime() <= System.nanoTime() ? 1 : 0;
        right += System.currentTimeMillis() > 1_600_000_000_000L ? 1 : 0;
        return right + (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() > 0 ? 1 : 0);
    }
}
