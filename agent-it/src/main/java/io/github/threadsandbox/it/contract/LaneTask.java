package io.github.threadsandbox.it.contract;

/** A task of a class that a role map can give a role of its own. */
final class LaneTask<T> extends Task<T> {
    LaneTask(Tasks.Body<T> body) {
        super(body);
    }
}
