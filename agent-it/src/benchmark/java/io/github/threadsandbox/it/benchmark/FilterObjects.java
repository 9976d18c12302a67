package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * What filters cost in kernel memory: threads of a role share their zygote's filter object; threads that install the same
 * filter themselves have one each. Read as the growth of what the kernel calls VmallocUsed, Slab and Percpu, against as
 * many plain threads.
 */
public final class FilterObjects {
    private static final int THREADS = 10_000;

    /**
     * Few, and released one after another: a kernel that frees more than a thousand JITed filters at once can deadlock
     * (seen on 6.18).
     */
    private static final int INSTALLING = 100;

    private static final int RELEASE_PAUSE_MILLIS = 10;

    private FilterObjects() {}

    static void measure(Run run, Table table) throws Exception {
        int threads = run.quick() ? 2000 : THREADS;
        List<String> options =
                run.jdk().toString().contains("17") ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
        List<Double> roles = new ArrayList<>();
        List<Double> installs = new ArrayList<>();
        for (int round = 0; round < (run.quick() ? 1 : 5); round++) {
            double plain = perThread(run, List.of(run.agent("conf/quickstart.conf")), "plain", threads);
            roles.add(perThread(run, List.of(run.agent("conf/quickstart.conf")), "run-", threads) - plain);
            double none = perThread(run, options, "none", INSTALLING);
            installs.add(perThread(run, options, "install", INSTALLING) - none);
        }
        table.text(
                run.name(),
                "kernel memory per filter: " + threads + " threads of a role, " + INSTALLING + " self-installed",
                String.format(
                        Locale.ROOT,
                        "role %+.0f B a thread (one object), self-installed %+.0f B a thread",
                        Run.median(roles),
                        Run.median(installs)));
        table.text(
                run.name(),
                "  extrapolated, not measured: " + THREADS + " self-installed",
                String.format(
                        Locale.ROOT,
                        "%.0f MiB; only %d installed: freeing more than 1000 at once can deadlock the kernel (seen on 6.18)",
                        Run.median(installs) * THREADS / (1 << 20),
                        INSTALLING));
    }

    private static double perThread(Run run, List<String> options, String kind, int threads) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.add("-Xss256k");
        return Double.parseDouble(run.java(
                all,
                FilterObjects.class,
                run.repository().resolve("conf/quickstart.conf").toString(),
                kind,
                String.valueOf(threads)));
    }

    /**
     * Starts threads that stay, and prints the bytes of kernel memory that each added.
     *
     * @param arguments role map; {@code install}, or the beginning of the threads' names; how many
     * @throws Exception if the threads cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        int threads = Integer.parseInt(arguments[2]);
        Runnable first = () -> {};
        if (arguments[1].equals("install")) {
            Seccomp seccomp = new Seccomp(NativeLibrary.open(arch, Optional.empty()), arch);
            Seccomp.Loaded filter = seccomp.load(PolicyCompiler.compile(
                    SettingsReader.read(Optional.of(Path.of(arguments[0])), arch)
                            .roles()
                            .get("run"),
                    arch));
            first = () -> {
                try {
                    seccomp.installOnThisThread(filter);
                } catch (SeccompException e) {
                    throw new IllegalStateException(e);
                }
            };
        }
        Runnable before = first;
        CountDownLatch ready = new CountDownLatch(threads);
        Semaphore end = new Semaphore(0);
        // One thread of the kind before the count: a role's one object is not the threads'.
        Thread warm = new Thread(() -> {}, arguments[1] + "warm");
        warm.start();
        warm.join();
        long begin = kernelBytes();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(
                    () -> {
                        before.run();
                        ready.countDown();
                        try {
                            end.acquire();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    arguments[1] + i);
            thread.setDaemon(true);
            thread.start();
        }
        ready.await();
        System.out.println((kernelBytes() - begin) / (double) threads);
        if (arguments[1].equals("install")) {
            for (int i = 0; i < threads; i++) {
                end.release();
                Thread.sleep(RELEASE_PAUSE_MILLIS);
            }
        }
    }

    /** Kernel stacks are the threads' own and the same for all; they are left out. */
    private static long kernelBytes() throws Exception {
        long kilobytes = 0;
        long stacks = 0;
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            String[] words = line.split("\\s+", -1);
            if (List.of("VmallocUsed:", "Slab:", "Percpu:").contains(words[0])) {
                kilobytes += Long.parseLong(words[1]);
            } else if (words[0].equals("KernelStack:")) {
                stacks = Long.parseLong(words[1]);
            }
        }
        return (kilobytes - stacks) * 1024;
    }
}
