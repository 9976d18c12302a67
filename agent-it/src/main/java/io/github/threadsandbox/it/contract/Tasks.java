package io.github.threadsandbox.it.contract;

/** Makes tasks: of a class that no rule concerns, or of one with a role of its own. */
interface Tasks {
    /** What a task does. */
    interface Body<T> {
        T call() throws Exception;
    }

    /** What a task without a result does. */
    interface Action {
        void run() throws Exception;
    }

    <T> Task<T> task(Body<T> body);

    default Runnable action(Action action) {
        return task(() -> {
            action.run();
            return null;
        });
    }
}
