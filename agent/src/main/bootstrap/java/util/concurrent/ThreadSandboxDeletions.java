package java.util.concurrent;

import java.io.File;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;

/** The files that confined threads want to have deleted when the JVM ends: one list for each set of roles. */
final class ThreadSandboxDeletions implements Runnable {
    /** By roles; null from the JVM's end on. */
    private static LinkedHashMap<Object, ThreadSandboxDeletions> all = new LinkedHashMap<>();

    private final LinkedHashSet<String> paths = new LinkedHashSet<>();

    private ThreadSandboxDeletions() {}

    /**
     * Marks a file.
     *
     * @throws IllegalStateException as {@code java.io.DeleteOnExitHook.add} does, when files are being deleted already
     */
    static synchronized void add(Object roles, String path) {
        if (all == null) {
            throw new IllegalStateException("Shutdown in progress");
        }
        ThreadSandboxDeletions own = all.get(roles);
        if (own == null) {
            own = new ThreadSandboxDeletions();
            all.put(roles, own);
        }
        own.paths.add(path);
    }

    /** What there is to delete, by roles; nothing can be added any more. */
    static synchronized LinkedHashMap<Object, ThreadSandboxDeletions> take() {
        LinkedHashMap<Object, ThreadSandboxDeletions> taken = all == null ? new LinkedHashMap<>() : all;
        all = null;
        return taken;
    }

    /** Deletes what was marked last first, as {@code java.io.DeleteOnExitHook} does: a directory after what is in it. */
    @Override
    public void run() {
        ArrayDeque<String> lastFirst = new ArrayDeque<>();
        for (String path : paths) {
            lastFirst.push(path);
        }
        for (String path : lastFirst) {
            new File(path).delete();
        }
    }
}
