package io.github.threadsandbox.it.probe;

import java.lang.reflect.InvocationTargetException;

/** Classes that nobody has touched, first used by a confined thread and then by an unconfined one. */
public final class LateClasses {
    private LateClasses() {}

    /**
     * Prints {@code thread/class=what it says of itself, or how it failed}.
     *
     * @param arguments names of classes
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Thread confined = new Thread(() -> use("confined", arguments), "role-1");
        confined.start();
        confined.join();
        use("main", arguments);
    }

    private static void use(String thread, String[] names) {
        for (String name : names) {
            Kernel.print(thread + "/" + name, use(name));
        }
    }

    private static String use(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.getPackageName().equals("late")
                    ? type.getConstructor().newInstance().toString()
                    : "loaded";
        } catch (InvocationTargetException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException | LinkageError e) {
            return e.getClass().getSimpleName();
        }
    }
}
