package java.lang;

/** Holds the hook from when the agent puts it here to when the gate takes it: moments later, and never again. */
final class ThreadSandboxHandover {
    private static ThreadSandboxHook hook;

    private ThreadSandboxHandover() {}

    static synchronized void put(ThreadSandboxHook newHook) {
        hook = newHook;
    }

    static synchronized ThreadSandboxHook take() {
        ThreadSandboxHook taken = hook;
        hook = null;
        if (taken == null) {
            throw new IllegalStateException("thread-sandbox: the gate was touched before the agent armed it");
        }
        return taken;
    }
}
