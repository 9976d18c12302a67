package io.github.threadsandbox.it.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jnr.ffi.LibraryLoader;

/** Is denied what native code asks for, on many threads at once, while the collector runs again and again. */
public final class NativeCalls {
    /** linux/socket.h. */
    private static final int AF_INET = 2;

    private static final int SOCK_RAW = 3;
    private static final int EPERM = 1;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int THREADS = 50;
    private static final int CALLS = 10;

    private NativeCalls() {}

    /** The C library's, called through JNI. */
    public interface LibC {
        /** socket(2). */
        int socket(int domain, int type, int protocol);

        /** close(2). */
        int close(int descriptor);
    }

    /**
     * Prints how many calls were denied, and how often the collector ran meanwhile.
     *
     * @param arguments none
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws InterruptedException {
        LibC libC = LibraryLoader.create(LibC.class).load("c");
        jnr.ffi.Runtime runtime = jnr.ffi.Runtime.getRuntime(libC);
        Kernel.print("unconfined", libC.close(libC.socket(AF_INET, 1, 0)));
        runtime.getLastError();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger collections = new AtomicInteger();
        Thread collector = new Thread(
                () -> {
                    while (!ended.get()) {
                        System.gc();
                        collections.incrementAndGet();
                        // Time for a stack, too.
                        LockSupport.parkNanos(PAUSE);
                    }
                },
                "collector");
        collector.start();
        AtomicInteger denied = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(
                    () -> {
                        all.countDown();
                        Uninterrupted.await(all);
                        for (int call = 0; call < CALLS; call++) {
                            boolean failed = libC.socket(AF_INET, SOCK_RAW, 1) == -1;
                            denied.addAndGet(failed && runtime.getLastError() == EPERM ? 1 : 0);
                        }
                    },
                    "run-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        ended.set(true);
        collector.join();
        Kernel.print("denied", denied);
        Kernel.print("collected", collections.get() > 1);
    }
}
