package io.github.threadsandbox.it.probe.okhttp3.internal;

import java.io.Serializable;
import java.util.function.Supplier;

/** Has the name of a framework's task, which the agent has look after its roles itself, and is none. */
public final class NamedRunnable implements Runnable, Serializable {
    private static final long serialVersionUID = 1;

    private static volatile Supplier<String> attempt = () -> "";
    private static volatile String seen = "";

    /**
     * A task.
     *
     * @param early whether it runs before it is made
     */
    public NamedRunnable(boolean early) {
        if (early) {
            run();
        }
    }

    /**
     * What all of them try.
     *
     * @param tried says what came of it
     */
    public static void trying(Supplier<String> tried) {
        attempt = tried;
    }

    /**
     * What came of it.
     *
     * @return of the last one that ran
     */
    public static String seen() {
        return seen;
    }

    @Override
    public void run() {
        seen = attempt.get();
    }
}
