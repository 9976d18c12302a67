package java.util.concurrent;

/**
 * Whether the tasks of a class can have a role of their own, looked up once for each class: most cannot, and forks are too
 * short to look twice.
 */
final class ThreadSandboxConcern extends ClassValue<Boolean> {
    private final ThreadSandboxHook hook;

    ThreadSandboxConcern(ThreadSandboxHook hook) {
        this.hook = hook;
    }

    @Override
    protected Boolean computeValue(Class<?> type) {
        return hook.mayHaveRole(type);
    }
}
