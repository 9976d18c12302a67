package io.github.threadsandbox.it.probe;

/** A confined thread that ends the JVM as soon as it was denied something. */
public final class Ends {
    private static final int TIMES = 20;

    private Ends() {}

    /**
     * Is denied a path, and then sockets, and ends the JVM; or lets {@code main} do that.
     *
     * @param arguments {@code exit}, or nothing
     * @throws Exception if the thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Thread thread = new Thread(
                () -> {
                    Kernel.print("open", Kernel.open());
                    for (int i = 0; i < TIMES; i++) {
                        Kernel.print("socket", Kernel.socket());
                    }
                    if (arguments.length > 0) {
                        System.exit(0);
                    }
                },
                "role-1");
        thread.start();
        thread.join();
    }
}
