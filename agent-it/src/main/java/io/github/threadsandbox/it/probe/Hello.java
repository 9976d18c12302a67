package io.github.threadsandbox.it.probe;

/** Does nothing that needs anything. */
public final class Hello {
    private Hello() {}

    /**
     * Says so.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.out.println("hello=yes");
    }
}
