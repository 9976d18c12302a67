package io.github.threadsandbox.it.probe;

/** A confined thread that starts a virtual thread which another thread made, and which no role could confine any more. */
public final class VirtualWayOut {
    private VirtualWayOut() {}

    /**
     * Tries.
     *
     * @param arguments none
     * @throws Exception if the thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Kernel.open();
        Thread made = Virtual.unstarted("plain", () -> Kernel.print("escaped", Kernel.open()));
        Thread thread = new Thread(() -> Kernel.print("virtual", start(made)), "role-1");
        thread.start();
        thread.join();
    }

    private static String start(Thread made) {
        try {
            made.start();
            made.join();
            return "started";
        } catch (IllegalStateException | InterruptedException e) {
            return e.getClass().getSimpleName();
        }
    }
}
