package io.github.threadsandbox.confine;

/**
 * A kind of threads: those that differ in nothing but the numbers in their names.
 *
 * @param name the name of the first one that was seen, as it was when it started; empty where they are a task's, whatever runs it
 * @param threadClass its class
 * @param task the class of its task, for a lambda the one that it stands in; empty where it has none, or is a pool's worker
 */
public record Kind(String name, String threadClass, String task) {
    /** Of what an annotation gives a role to: its name says so, as in {@code @SandboxedThread(fetch)}. */
    static Kind ofAnnotation(String role) {
        return ofAnnotatedTask(role, "");
    }

    /** The same of a task: its class. */
    static Kind ofAnnotatedTask(String role, String task) {
        return new Kind("@SandboxedThread(" + role + ")", "", task);
    }

    /** Of a task that any thread of a pool may come to. */
    static Kind ofTask(String task) {
        return new Kind("", "", task);
    }

    /** What is the same for all of a kind. */
    String key() {
        return (name.startsWith("@") ? name : name.replaceAll("[0-9a-fA-F]*[0-9][0-9a-fA-F]*", "*"))
                + '\n'
                + threadClass
                + '\n'
                + task;
    }
}
