package io.github.threadsandbox.it.probe;

/** For the harness's own test. */
public final class NeverEnds {
    private NeverEnds() {}

    /**
     * Waits for ever.
     *
     * @param arguments none
     * @throws InterruptedException never
     */
    public static void main(String[] arguments) throws InterruptedException {
        Thread.currentThread().join();
    }
}
