package java.lang;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Initialises classes of the application's. */
final class ThreadSandboxPreloadApplication implements Runnable {
    private final String[] entries;
    private final int from;
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    /** Takes the entries, each with a class's name from a place on. */
    ThreadSandboxPreloadApplication(String[] entries, int from) {
        this.entries = entries;
        this.from = from;
    }

    @Override
    public void run() {
        for (String entry : entries) {
            String name = entry.substring(from);
            try {
                Class.forName(name, true, ClassLoader.getSystemClassLoader());
            } catch (Throwable t) {
                failures.add(name + " failed: " + ThreadSandboxPreload.text(t));
            }
        }
    }

    List<String> failures() {
        return new ArrayList<>(failures);
    }
}
