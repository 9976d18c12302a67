package io.github.threadsandbox.it.contract;

import java.util.concurrent.Callable;

/** A task in either form. As a Runnable it throws what it throws, declared or not. */
abstract class Task<T> implements Callable<T>, Runnable {
    private final Tasks.Body<T> body;

    Task(Tasks.Body<T> body) {
        this.body = body;
    }

    @Override
    public final T call() throws Exception {
        return body.call();
    }

    @Override
    public final void run() {
        try {
            body.call();
        } catch (Exception e) {
            throw Task.<RuntimeException>asItIs(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X asItIs(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
