package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Virtual threads, by reflection because this is compiled for 17: one that needs no role, and several that would. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /** A task that names a role. */
    @SandboxedThread("compute")
    static final class Task implements Runnable {
        @Override
        public void run() {
            Kernel.print("ran", "annotated");
        }
    }

    /**
     * Prints what became of each.
     *
     * @param arguments none
     * @throws Exception if the JDK has no virtual threads
     */
    public static void main(String[] arguments) throws Exception {
        List<String> seen = new ArrayList<>();
        start("plain", () -> seen.add(Kernel.open())).join();
        Kernel.print("plain", seen);
        Kernel.print("named", failure(() -> start("role-v", () -> Kernel.print("ran", "named"))));
        Kernel.print("annotated", failure(() -> start("plain", new Task())));
        Thread confined = new Thread(
                () -> Kernel.print("fromConfined", failure(() -> start("plain", () -> Kernel.print("ran", "child")))),
                "role-p");
        confined.start();
        confined.join();
    }

    private interface Action {
        Object run() throws Exception;
    }

    private static String failure(Action action) {
        try {
            action.run();
            return "started";
        } catch (Exception e) {
            return String.valueOf(e.getCause().getMessage());
        }
    }

    private static Thread start(String name, Runnable task) throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Class<?> type = Class.forName("java.lang.Thread$Builder");
        Method named = type.getMethod("name", String.class);
        return (Thread) type.getMethod("start", Runnable.class).invoke(named.invoke(builder, name), task);
    }
}
