package io.github.threadsandbox.it.torture;

import java.util.concurrent.Callable;

/**
 * Work whose result is known beforehand.
 *
 * @param name what it drives
 * @param expected what it must come to
 * @param work does it
 */
record Workload(String name, long expected, Callable<Long> work) {
    /** Does it: nothing, or what went wrong. */
    String problem() {
        try {
            long result = work.call();
            return result == expected ? "" : result + " instead of " + expected;
        } catch (Throwable e) {
            StackTraceElement[] stack = e.getStackTrace();
            return e.toString().replaceAll("\\s+", " ") + (stack.length == 0 ? "" : " at " + stack[0]);
        }
    }
}
