package io.github.threadsandbox.it.probe;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Virtual threads by reflection, because this is compiled for 17. */
final class Virtual {
    private Virtual() {}

    static Thread start(String name, Runnable task) throws Exception {
        return (Thread) call(() -> Class.forName("java.lang.Thread$Builder")
                .getMethod("start", Runnable.class)
                .invoke(builder(name), task));
    }

    static Thread unstarted(String name, Runnable task) throws Exception {
        return (Thread) call(() -> Class.forName("java.lang.Thread$Builder")
                .getMethod("unstarted", Runnable.class)
                .invoke(builder(name), task));
    }

    static Thread start(Runnable task) throws Exception {
        return (Thread) call(() ->
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task));
    }

    static ThreadFactory factory(String name) throws Exception {
        return (ThreadFactory) call(() ->
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder(name)));
    }

    static ExecutorService perTask() throws Exception {
        return (ExecutorService) call(() ->
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    }

    /** What carries the calling virtual thread, without its number. */
    static String carrier() {
        return Thread.currentThread().toString().replaceAll("^.*@", "").replaceAll("[0-9]+$", "");
    }

    private static Object builder(String name) throws Exception {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return Class.forName("java.lang.Thread$Builder")
                .getMethod("name", String.class)
                .invoke(builder, name);
    }

    /** Throws what was thrown. */
    private static Object call(Callable<Object> reflective) throws Exception {
        try {
            return reflective.call();
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }
}
