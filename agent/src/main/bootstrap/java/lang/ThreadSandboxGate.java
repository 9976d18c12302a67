package java.lang;

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

    static void made(Thread thread) {
        HOOK.attach(thread);
    }

    static void run(Thread thread) {
        HOOK.run(thread);
    }

    static void exit(Thread thread) {
        HOOK.exit(thread);
    }

    static void madeVirtual(Thread thread, Runnable task) {
        HOOK.madeVirtual(thread, task);
    }

    static void startVirtual(Thread thread) {
        HOOK.startVirtual(thread);
    }
}
