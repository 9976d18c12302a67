package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A confined thread that tries to have its own code run inside the agent, or on an agent thread. */
public final class InsideTheAgent {
    private static final List<String> INSIDE = new CopyOnWriteArrayList<>();

    private InsideTheAgent() {}

    /**
     * Runs every attempt on a confined thread, then looks whether the agent still works.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        // Loaded here: the confined thread may open no files.
        new Manager();
        new Stream();
        new Refused();
        Thread thread = new Thread(InsideTheAgent::attempt, "role-1");
        thread.start();
        thread.join();
        Thread second = new Thread(() -> Kernel.print("after", Kernel.open()), "role-2");
        second.start();
        second.join();
        Kernel.print("inside", INSIDE);
    }

    private static void attempt() {
        System.setErr(new Stream());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> look("handler"));
        Kernel.print("manager", setManager());
        child("reader");
        try {
            new Refused().start();
        } catch (IllegalStateException e) {
            Kernel.print("refused", e.getMessage().contains("'undefined'"));
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (isOfTheAgentAlone(thread.getName())) {
                thread.setUncaughtExceptionHandler((ended, thrown) -> look("own handler"));
                thread.setContextClassLoader(InsideTheAgent.class.getClassLoader());
                Kernel.print("loader", thread.getContextClassLoader());
                Kernel.print("thread", thread.getName());
                Kernel.print("stop", disturb(thread, "stop"));
                Kernel.print("suspend", disturb(thread, "suspend"));
            }
        }
    }

    /** A lane is a thread of its role; one may be there for what a cleaner of the JDK's has to do for this thread. */
    private static boolean isOfTheAgentAlone(String thread) {
        return thread.startsWith("thread-sandbox") && !thread.startsWith("thread-sandbox-lane-");
    }

    @SuppressWarnings("removal")
    private static String setManager() {
        try {
            System.setSecurityManager(new Manager());
            return "set";
        } catch (UnsupportedOperationException e) {
            return "refused";
        }
    }

    /** JDK 17 does it, JDK 20 and later throw. */
    private static String disturb(Thread thread, String how) {
        try {
            Thread.class.getMethod(how).invoke(thread);
            return "done";
        } catch (InvocationTargetException e) {
            return e.getCause().getClass().getSimpleName();
        } catch (ReflectiveOperationException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static void child(String name) {
        try {
            Thread child = new Thread(() -> {}, name);
            child.start();
            child.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void look(String what) {
        String thread = Thread.currentThread().getName();
        if (thread.startsWith("thread-sandbox")) {
            INSIDE.add(what + " on " + thread);
        }
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type.getClassLoader() != null
                                && "thread-sandbox".equals(type.getClassLoader().getName()))
                        .findFirst())
                .ifPresent(type -> INSIDE.add(what + " above " + type.getName()));
    }

    private static final class Stream extends PrintStream {
        private Stream() {
            super(OutputStream.nullOutputStream());
        }

        @Override
        public void println(String line) {
            look("System.err");
        }

        @Override
        public void print(String text) {
            look("System.err");
        }
    }

    @SuppressWarnings("removal")
    private static final class Manager extends SecurityManager {
        @Override
        public void checkAccess(ThreadGroup group) {
            look("manager");
        }

        @Override
        public void checkPermission(java.security.Permission permission) {
            // Allowed.
        }
    }

    @SandboxedThread("undefined")
    private static final class Refused extends Thread {}
}
