package io.github.threadsandbox.it.probe;

/** Prints every thread's filters; starts one of role {@code compute} and one of none first. */
public final class Threads {
    private Threads() {}

    /**
     * Prints.
     *
     * @param arguments none
     * @throws Exception if a status cannot be read
     */
    public static void main(String[] arguments) throws Exception {
        Object never = new Object();
        for (String name : new String[] {"role-a", "role-b", "plain-a"}) {
            Thread thread = new Thread(
                    () -> {
                        synchronized (never) {
                            try {
                                while (true) {
                                    never.wait();
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }
                    },
                    name);
            thread.setDaemon(true);
            thread.start();
        }
        Kernel.filtersByThread().forEach(Kernel::print);
        Kernel.print("end", "yes");
    }
}
