package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The memory that a JVM takes which does nothing.
 *
 * @param kernel bytes by which the kernel's own memory has grown: filters, domains, stacks
 * @param resident kilobytes of the process
 */
record Footprint(double kernel, double resident) {
    private static final int SECONDS = 60;

    /** Of a JVM with the agent, once all is in force. */
    static Footprint of(Run run, Path roleMap) throws Exception {
        long before = kernelBytes();
        Process process = new ProcessBuilder(
                        run.jdk().resolve("bin/java").toString(),
                        run.agent(roleMap.toString()),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Footprint.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        if (process.getInputStream().read() < 0) {
            throw new IOException("the JVM with " + roleMap + " ends at once");
        }
        Footprint footprint = new Footprint(kernelBytes() - before, resident(process.pid()));
        process.getOutputStream().close();
        process.waitFor();
        return footprint;
    }

    /**
     * Says that it is there, and stays until its input ends.
     *
     * @param arguments none
     * @throws IOException never
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // The agent runs the JDK's initialisers beside this.
        TimeUnit.SECONDS.sleep(3);
        System.gc();
        System.out.println("there");
        while (System.in.read() >= 0) {
            // Until then.
        }
    }

    private static double resident(long pid) throws IOException {
        return kilobytes(Path.of("/proc/" + pid + "/status"), List.of("VmRSS:"));
    }

    /** What the kernel calls VmallocUsed (programs, and stacks of threads), Slab and Percpu. */
    static long kernelBytes() throws IOException {
        return 1024 * (long) kilobytes(Path.of("/proc/meminfo"), List.of("VmallocUsed:", "Slab:", "Percpu:"));
    }

    /** What KernelStack says, bytes; VmallocUsed has it too. */
    static long kernelStackBytes() throws IOException {
        return 1024 * (long) kilobytes(Path.of("/proc/meminfo"), List.of("KernelStack:"));
    }

    private static double kilobytes(Path file, List<String> names) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> line.split("\\s+", -1))
                    .filter(words -> names.contains(words[0]))
                    .mapToDouble(words -> Double.parseDouble(words[1]))
                    .sum();
        }
    }
}
