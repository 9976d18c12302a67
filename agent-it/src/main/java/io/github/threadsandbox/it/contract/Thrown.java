package io.github.threadsandbox.it.contract;

import java.util.concurrent.Callable;

/** Exceptions as text that is the same in every run. */
final class Thrown {
    private static final int DEPTH = 4;

    private Thrown() {}

    /** What a call throws: classes, messages and causes; {@code none} if it does not. */
    static String by(Callable<?> call) {
        try {
            return "none: " + call.call();
        } catch (Throwable t) {
            return text(t);
        }
    }

    /** What a call throws. */
    static Throwable of(Callable<?> call) {
        try {
            throw new IllegalStateException("nothing thrown, but returned " + call.call());
        } catch (Throwable t) {
            return t;
        }
    }

    static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable one = thrown;
        for (int i = 0; i < DEPTH && one != null; i++) {
            text.append(i == 0 ? "" : " <- ")
                    .append(one.getClass().getSimpleName())
                    .append('(')
                    .append(plain(String.valueOf(one.getMessage())))
                    .append(')');
            one = one.getCause();
        }
        return text.toString();
    }

    /** The class and the message of the innermost cause: a ForkJoinPool copies exceptions when it likes to. */
    static String root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return thrown.getClass().getSimpleName() + " .. " + text(root);
    }

    /** Without what differs from run to run. */
    static String plain(String text) {
        return text.replaceAll("@[0-9a-f]+", "@#").replaceAll("\\$\\$Lambda[^@ \\]]*", "\\$\\$Lambda");
    }
}
