package java.util.concurrent;

import java.io.File;
import java.io.PrintStream;

/** Something that is delivered on a thread of its role: a publisher's items, what ended a thread, the ends of a file and of the JVM. */
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

    /** Deletes a file when the JVM ends. */
    ThreadSandboxDelivery(File file) {
        this(file, null, null);
    }

    /** Starts a shutdown hook. */
    ThreadSandboxDelivery(Thread hook) {
        this(hook, null, null);
    }

    /** Prints what ended a thread. */
    ThreadSandboxDelivery(Throwable thrown, PrintStream to) {
        this(thrown, to, null);
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
        } else if (receiver instanceof Throwable) {
            ((Throwable) receiver).printStackTrace((PrintStream) what);
        } else if (receiver instanceof File) {
            ((File) receiver).delete();
        } else if (receiver instanceof Thread) {
            ((Thread) receiver).start();
        } else {
            ((SubmissionPublisher.BufferedSubscription<?>) receiver).consume();
        }
    }
}
