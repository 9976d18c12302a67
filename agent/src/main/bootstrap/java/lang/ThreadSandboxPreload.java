package java.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the JDK's own initialisers on an agent thread. They ask service providers, which may be the application's: nothing
 * of the agent's that they could keep is on the stack below them, only classes of {@code java.base}.
 */
final class ThreadSandboxPreload implements Runnable {
    private final Consumer<List<String>> whenDone;

    ThreadSandboxPreload(Consumer<List<String>> whenDone) {
        this.whenDone = whenDone;
    }

    @Override
    public void run() {
        List<String> failures = new ArrayList<>();
        try {
            for (String step : ThreadSandboxPreloadSteps.NAMES) {
                run(step, failures);
            }
        } finally {
            whenDone.accept(failures);
        }
    }

    /** What fails here fails without the agent as well: a JDK without that module, a machine without a network. */
    private static void run(String step, List<String> failures) {
        try {
            ThreadSandboxPreloadSteps.run(step);
        } catch (Throwable t) {
            failures.add(step + " failed: " + text(t));
        }
    }

    /** A provider's exception is the application's code. */
    private static String text(Throwable thrown) {
        try {
            return String.valueOf(thrown.toString());
        } catch (Throwable t) {
            return thrown.getClass().getName();
        }
    }
}
