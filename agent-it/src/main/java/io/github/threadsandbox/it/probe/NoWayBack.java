package io.github.threadsandbox.it.probe;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A confined thread that tries to get out, or to reach what confines it. */
public final class NoWayBack {
    private NoWayBack() {}

    private interface Attempt {
        Object make() throws Exception;
    }

    /**
     * Runs every attempt on a confined thread, then looks whether the agent still works.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Thread thread = new Thread(NoWayBack::attempt, "role-1");
        thread.start();
        thread.join();
        Kernel.print("main", Kernel.open());
        List<String> after = new ArrayList<>();
        Thread second = new Thread(() -> after.add(Kernel.open()), "role-2");
        second.start();
        second.join();
        Kernel.print("after", after);
    }

    private static void attempt() {
        see("gate", () -> Class.forName("java.lang.ThreadSandboxGate")
                .getDeclaredMethods()[0]
                .invoke(null, (Object) null));
        see("handover", () -> {
            var put = Class.forName("java.lang.ThreadSandboxHandover").getDeclaredMethods()[0];
            put.setAccessible(true);
            return put.invoke(null, (Object) null);
        });
        see("start0", () -> {
            var start0 = Thread.class.getDeclaredMethod("start0");
            start0.setAccessible(true);
            return start0.invoke(new Thread(() -> Kernel.print("escaped", Kernel.open()), "reader"));
        });
        see("exit", () -> {
            var exit = Thread.class.getDeclaredMethod("exit");
            exit.setAccessible(true);
            return exit.invoke(Thread.currentThread());
        });
        see("premain", () -> Class.forName("io.github.threadsandbox.premain.Premain")
                .getMethod("premain", String.class, Instrumentation.class)
                .invoke(null, null, null));
        see("agentClass", () -> Class.forName("io.github.threadsandbox.confine.Confiner"));
        see("probeThread", () -> Class.forName("io.github.threadsandbox.confine.ProbeThread"));
        agentThreads();
        see("renamed", () -> {
            Thread.currentThread().setName("reader");
            return Kernel.open();
        });
        see("childReader", () -> child("reader"));
        see("childPlain", () -> child("plain"));
        see("childOfChild", () -> {
            List<String> seen = new ArrayList<>();
            Thread child = new Thread(() -> seen.add(childOrFailure("reader")), "role-3");
            child.start();
            child.join();
            return seen;
        });
        see("frames", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith("io.github.threadsandbox.")
                                && !frame.getClassName().contains(".it."))
                        .count()));
    }

    /** Everything that can be done to an agent thread that an application finds. */
    private static void agentThreads() {
        int found = 0;
        boolean leaked = false;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("thread-sandbox")) {
                found++;
                thread.interrupt();
                thread.run();
                LockSupport.unpark(thread);
                Object blocker = LockSupport.getBlocker(thread);
                leaked |= blocker != null && blocker.getClass().getName().startsWith("io.github");
                leaked |= thread.getContextClassLoader() != null;
                leaked |= thread.isInterrupted();
            }
        }
        Kernel.print("agentThreads", found);
        Kernel.print("leaked", leaked);
    }

    private static String childOrFailure(String name) {
        try {
            return child(name);
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }

    private static String child(String name) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        Thread child = new Thread(() -> seen.add(Kernel.open()), name);
        child.start();
        child.join();
        return seen.toString();
    }

    private static void see(String what, Attempt attempt) {
        String seen;
        try {
            seen = String.valueOf(attempt.make());
        } catch (Exception | LinkageError e) {
            Throwable cause = e.getCause() != null ? e.getCause() : e;
            seen = cause.getClass().getSimpleName();
        }
        Kernel.print(what, seen);
    }
}
