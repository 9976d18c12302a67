package java.util.concurrent;

/** Something that is delivered to a handler on a lane: a publisher's items, or what ended a thread. */
final class ThreadSandboxDelivery implements Runnable {
    private final Object receiver;
    private final Object what;
    private final Thread ended;

    ThreadSandboxDelivery(SubmissionPublisher.BufferedSubscription<?> subscription) {
        this(subscription, null, null);
    }

    ThreadSandboxDelivery(Thread.UncaughtExceptionHandler handler, Thread ended, Throwable thrown) {
        this(handler, thrown, ended);
    }

    private ThreadSandboxDelivery(Object receiver, Object what, Thread ended) {
        this.receiver = receiver;
        this.what = what;
        this.ended = ended;
    }

    @Override
    public void run() {
        if (ended != null) {
            ((Thread.UncaughtExceptionHandler) receiver).uncaughtException(ended, (Throwable) what);
        } else {
            ((SubmissionPublisher.BufferedSubscription<?>) receiver).consume();
        }
    }
}
