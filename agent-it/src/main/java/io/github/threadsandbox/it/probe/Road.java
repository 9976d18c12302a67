package io.github.threadsandbox.it.probe;

/** A way that work takes; what it says at its end is printed. */
interface Road {
    Object go() throws Exception;

    static void print(String name, Road road) {
        try {
            Kernel.print(name, road.go());
        } catch (Exception e) {
            Kernel.print(name, e);
        }
    }
}
