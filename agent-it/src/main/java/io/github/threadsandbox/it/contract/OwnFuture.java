package io.github.threadsandbox.it.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RunnableFuture;

/** A future of an application's own class: no FutureTask. */
final class OwnFuture<T> extends CompletableFuture<T> implements RunnableFuture<T> {
    private final Callable<T> callable;

    OwnFuture(Callable<T> callable) {
        this.callable = callable;
    }

    @Override
    public void run() {
        try {
            complete(callable.call());
        } catch (Exception e) {
            completeExceptionally(e);
        }
    }
}
