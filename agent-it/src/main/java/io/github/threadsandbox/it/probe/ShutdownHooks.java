package io.github.threadsandbox.it.probe;

/** A confined thread ends the JVM. */
public final class ShutdownHooks {
    private ShutdownHooks() {}

    private static Thread hook(String what) {
        return new Thread(() -> System.out.println(what + "=" + Kernel.open()));
    }

    /** Is called when it is started. */
    private static final class Starting extends Thread {
        @Override
        public synchronized void start() {
            System.out.println("a role's, where it starts=" + Kernel.open());
            super.start();
        }

        @Override
        public void run() {
            System.out.println("a role's own class=" + Kernel.open());
        }
    }

    private static void on(String name, Runnable task) throws InterruptedException {
        Thread thread = new Thread(task, name);
        thread.start();
        thread.join();
    }

    /**
     * Adds shutdown hooks, which print what they see, and ends with 3.
     *
     * @param arguments the name of the thread that ends the JVM
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        Thread ofMain = hook("made by main, added by a role");
        runtime.addShutdownHook(hook("main's"));
        Thread assigned = hook("main's, with a role of its own");
        assigned.setName("role-hook");
        runtime.addShutdownHook(assigned);
        on("role-1", () -> {
            runtime.addShutdownHook(new Starting());
            runtime.addShutdownHook(hook("a role's"));
            runtime.addShutdownHook(ofMain);
        });
        on(arguments[0], () -> System.exit(3));
    }
}
