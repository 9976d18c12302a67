package io.github.threadsandbox.it.learn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A batch job: reads tables with commons-csv, sums them up, and writes what came of it with Jackson. */
public final class Batch {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Batch() {}

    /**
     * Does it.
     *
     * @param arguments a folder with {@code in} and {@code out}; and, to be attacked, another one that is none of its business, or
     *     {@code wait}, to wait for a signal in the end
     * @throws Exception if it cannot
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        boolean waits = arguments.length > 1 && arguments[1].equals("wait");
        Attacks attacks = arguments.length > 1 && !waits ? new Attacks(Path.of(arguments[1])) : null;
        AtomicInteger number = new AtomicInteger();
        ExecutorService pool =
                Executors.newFixedThreadPool(2, task -> new Thread(task, "batch-" + number.incrementAndGet()));
        try {
            System.out.println("sum=" + sum(folder, pool));
            if (waits) {
                Thread.currentThread().join();
            }
            if (attacks != null) {
                pool.submit(() -> attacks.make("batch")).get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static long sum(Path folder, ExecutorService pool) throws Exception {
        List<Future<Long>> sums = new ArrayList<>();
        try (Stream<Path> tables = Files.list(folder.resolve("in"))) {
            tables.sorted().forEach(table -> sums.add(pool.submit(() -> sumOf(table, folder.resolve("out")))));
        }
        long sum = 0;
        for (Future<Long> one : sums) {
            sum += one.get();
        }
        return sum;
    }

    private static long sumOf(Path table, Path out) throws IOException {
        Map<String, Long> byName = new TreeMap<>();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .build();
        try (Reader reader = Files.newBufferedReader(table);
                CSVParser parser = format.parse(reader)) {
            for (CSVRecord line : parser) {
                byName.merge(line.get("name"), Long.parseLong(line.get("amount")), Long::sum);
            }
        }
        // As programs do that look at themselves; the observer tells of it without a stack.
        if (ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class).getMaxFileDescriptorCount() <= 0) {
            throw new IOException("no open files");
        }
        Path part = out.resolve(table.getFileName() + ".part");
        JSON.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), byName);
        Files.move(part, out.resolve(table.getFileName() + ".json"));
        return byName.values().stream().mapToLong(Long::longValue).sum();
    }
}
