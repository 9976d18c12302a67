package io.github.threadsandbox.it.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** Writes the role map, which is watched, and waits until new threads have what it says. */
public final class WatchedRoles {
    private WatchedRoles() {}

    /**
     * Writes.
     *
     * @param arguments the role map, an included one, and what the latter is to say: wrong first, then right
     * @throws Exception if a file cannot be written
     */
    public static void main(String[] arguments) throws Exception {
        Path included = Path.of(arguments[1]);
        Kernel.print("first", open());
        Files.writeString(included, arguments[2]);
        for (int i = 0; i < 200 && !said("compute.conf:1: "); i++) {
            LockSupport.parkNanos(100_000_000);
        }
        // It is looked at again, and says the same.
        LockSupport.parkNanos(2_500_000_000L);
        Kernel.print("wrong", open());
        Files.writeString(included, arguments[3]);
        String right = open();
        for (int i = 0; i < 200 && !right.equals("done"); i++) {
            LockSupport.parkNanos(100_000_000);
            right = open();
        }
        Kernel.print("right", right);
    }

    /** Whether the agent has said something, to the file that is the standard error. */
    private static boolean said(String what) throws Exception {
        return Files.readString(Path.of("/proc/self/fd/2")).contains(what);
    }

    private static String open() throws Exception {
        FutureTask<String> task = new FutureTask<>(Kernel::open);
        new Thread(task, "compute").start();
        return task.get();
    }
}
