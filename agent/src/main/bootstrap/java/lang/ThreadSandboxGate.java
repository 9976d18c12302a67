package java.lang;

import java.util.concurrent.Executor;
import java.util.concurrent.ThreadSandboxHandOff;

/**
 * What woven code calls. Nothing outside {@code java.lang} can see it, and its hook is final: it is there before the first
 * woven call, and nobody can put another one in its place.
 */
final class ThreadSandboxGate {
    private static final ThreadSandboxHook HOOK = ThreadSandboxHandover.take();

    private ThreadSandboxGate() {}

    static void start(Thread thread) {
        HOOK.start(thread);
    }

    /** In place of {@code hook.start()} in {@code ApplicationShutdownHooks.runHooks}, on whatever thread ends the JVM. */
    static void startHook(Thread hook) {
        HOOK.shutdownHook(hook);
        ThreadSandboxHandOff.startHook(hook);
    }

    static void made(Thread thread) {
        HOOK.attach(thread);
    }

    static void run(Thread thread) {
        ThreadSandboxHandOff.forget(thread);
        HOOK.run(thread);
    }

    static void exit(Thread thread) {
        ThreadSandboxHandOff.forget(thread);
        HOOK.exit(thread);
    }

    /** Called where the JVM makes an error because a class could not be initialised or found. */
    static void broken(Throwable error) {
        HOOK.broken(error);
    }

    /** Called at the head of {@code Thread.stop} and {@code suspend}, where a JDK still has them. */
    static void disturb(Thread thread) {
        if (thread instanceof ThreadSandboxThread) {
            throw new UnsupportedOperationException("thread-sandbox: its threads are left alone");
        }
    }

    /**
     * Called at the head of {@code System.setSecurityManager}, where a JDK still has it: the manager would be asked inside
     * the agent's frames and on the agent's threads, and may be a confined thread's.
     */
    static void setSecurityManager(@SuppressWarnings("removal") SecurityManager manager) {
        if (manager != null) {
            throw new UnsupportedOperationException(
                    "thread-sandbox: no security manager beside this agent, as on JDK 18 and later by default");
        }
    }

    static Executor scheduler(Executor given, String name, Runnable task) {
        return HOOK.scheduler(given, name, task);
    }

    static void startVirtual(Thread thread) {
        HOOK.startVirtual(thread);
    }

    /** Called at the head of {@code VirtualThread.runContinuation}, which goes on only if it may. */
    static boolean mount(Thread thread) {
        return HOOK.mount(thread);
    }
}
