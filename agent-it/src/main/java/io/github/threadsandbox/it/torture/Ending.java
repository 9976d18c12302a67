package io.github.threadsandbox.it.torture;

import java.lang.reflect.Field;
import java.util.List;

/** The ways in which a confined thread ends a JVM, or is the last to end in it. */
public final class Ending {
    private Ending() {}

    /**
     * Ends.
     *
     * @param arguments how: {@code exit}, {@code halt}, {@code last}, {@code uncaught}, {@code memory} or {@code crash}
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        String how = arguments[0];
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Print.line("hook")));
        Print.line("begin " + how);
        Thread thread = Confined.thread(() -> end(how));
        thread.start();
        if (how.equals("memory")) {
            thread.join();
            // Where running out of memory does not end the JVM, it must still be whole.
            Inside.after(List.of());
            Print.line("end");
        }
    }

    private static void end(String how) {
        switch (how) {
            case "exit" -> System.exit(7);
            case "halt" -> Runtime.getRuntime().halt(9);
            case "uncaught" -> throw new IllegalStateException("on purpose");
            case "memory" -> fill();
            case "crash" -> crash();
            default -> Print.line("last");
        }
    }

    private static void fill() {
        Memory.exhaust();
        Print.result("memory", "");
    }

    /** Writes to address 0 past all checks: by reflection, because javac warns of Unsafe by name. */
    private static void crash() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
