package io.github.threadsandbox.it.benchmark;

/** Says that {@code main} was come to, and stays until its input ends. */
public final class Announce {
    private Announce() {}

    /**
     * Prints a line and waits.
     *
     * @param arguments none
     * @throws java.io.IOException never
     */
    public static void main(String[] arguments) throws java.io.IOException {
        System.out.println("main");
        while (System.in.read() >= 0) {
            // Until whoever started it closes it.
        }
    }
}
