package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * What filters cost in kernel memory: threads of a role share their zygote's filter object; threads that install the same
 * filter themselves have one each. Read as the growth of what the kernel calls VmallocUsed, Slab and Percpu, against as
 * many plain threads.
 */
public final class FilterObjects {
    private static final int THREADS = 10_000;

    /** Few: a kernel that frees more than a thousand filters at once can deadlock (seen on 6.18). */
    private static final int INSTALLING = 200;

    private FilterObjects() {}

    static void measure(Run run, Table table) throws Exception {
        int threads = run.quick() ? 2000 : THREADS;
        double plain = perThread(run, List.of(run.agent("conf/quickstart.conf")), "plain", threads);
        double role = perThread(run, List.of(run.agent("conf/quickstart.conf")), "run-", threads);
        List<String> options =
                run.jdk().toString().contains("17") ? List.of() : List.of("--enable-native-access=ALL-UNNAMED");
        double installingPlain = perThread(run, options, "none", INSTALLING);
        double installing = perThread(run, options, "install", INSTALLING);
        table.text(
                run.name(),
                "kernel memory per filter: " + threads + " threads of a role, " + INSTALLING + " self-installed",
                String.format(
                        Locale.ROOT,
                        "role %+.0f B a thread (one object), self-installed %+.0f B a thread",
                        role - plain,
                        installing - installingPlain));
    }

    private static double perThread(Run run, List<String> options, String kind, int threads) throws Exception {
        List<String> all = new java.util.ArrayList<>(options);
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
        CountDownLatch end = new CountDownLatch(1);
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
                            end.await();
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
        end.countDown();
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
