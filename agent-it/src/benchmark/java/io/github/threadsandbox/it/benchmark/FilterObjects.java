package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
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

    static void measure(Run run, Results results) throws Exception {
        int threads = run.effort().of(200, 2000, THREADS);
        List<String> options = run.nativeAccess();
        List<Double> roles = new ArrayList<>();
        List<Double> installs = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 1, 1); round++) {
            double plain = perThread(run, List.of(run.agent("conf/quickstart.conf")), "plain", threads);
            roles.add(perThread(run, List.of(run.agent("conf/quickstart.conf")), "run-", threads) - plain);
            double none = perThread(run, options, "none", INSTALLING);
            installs.add(perThread(run, options, "install", INSTALLING) - none);
        }
        results.figure(
                run.name(),
                "kernel memory for filters, a thread: " + threads + " of a role (one object) / " + INSTALLING
                        + " that install it themselves",
                String.format(Locale.ROOT, "%+.0f B", Run.median(roles)),
                String.format(Locale.ROOT, "%+.0f B", Run.median(installs)));
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
        return Footprint.kernelBytes() - Footprint.kernelStackBytes();
    }
}
