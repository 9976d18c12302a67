package java.util.concurrent;

/** A task that returns something, and the roles of the thread that submitted it. */
final class ThreadSandboxCall<V> implements Callable<V> {
    private final ThreadSandboxHook hook;
    private final Callable<V> task;
    private final Object roles;

    ThreadSandboxCall(ThreadSandboxHook hook, Callable<V> task, Object roles) {
        this.hook = hook;
        this.task = task;
        this.roles = roles;
    }

    @Override
    public V call() throws Exception {
        Object lane = hook.laneFor(task, roles, true, false);
        if (lane == null) {
            return task.call();
        }
        Once<V> once = new Once<>(task);
        ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), once);
        if (once.thrown != null) {
            throw once.thrown;
        }
        return once.result;
    }

    @Override
    public String toString() {
        return task.toString();
    }

    private static final class Once<V> implements Runnable {
        private final Callable<V> task;
        private V result;
        private Exception thrown;

        Once(Callable<V> task) {
            this.task = task;
        }

        @Override
        public void run() {
            try {
                result = task.call();
            } catch (Exception e) {
                thrown = e;
            }
        }
    }
}
