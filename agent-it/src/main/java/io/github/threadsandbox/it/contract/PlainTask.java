package io.github.threadsandbox.it.contract;

/** A task of a class that no rule concerns. */
final class PlainTask<T> extends Task<T> {
    PlainTask(Tasks.Body<T> body) {
        super(body);
    }
}
