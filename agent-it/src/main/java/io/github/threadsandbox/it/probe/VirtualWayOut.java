package io.github.threadsandbox.it.probe;

import java.lang.reflect.InvocationTargetException;

/** A confined thread that starts a virtual thread, which no role could confine. */
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
        Thread thread = new Thread(() -> Kernel.print("virtual", startVirtual()), "role-1");
        thread.start();
        thread.join();
    }

    private static String startVirtual() {
        try {
            Runnable task = () -> Kernel.print("escaped", Kernel.open());
            Thread virtual = (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
            virtual.join();
            return "started";
        } catch (InvocationTargetException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException | InterruptedException e) {
            return e.toString();
        }
    }
}
