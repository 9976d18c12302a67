package io.github.threadsandbox.learn;

import io.github.threadsandbox.role.JdkNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known of a thread.
 *
 * @param name its name; empty where it has none, or where it is not known
 * @param threadClass its class; empty where it is not known
 * @param task the class of its task, for a lambda its host class; empty where it has none, or where it is not known
 */
public record Traits(String name, String threadClass, String task) implements Comparable<Traits> {
    private static final Pattern ANNOTATION = Pattern.compile("@SandboxedThread\\((.+)\\)");

    private static final String LAMBDA = "$$Lambda";

    /** A lambda counts as its host class, as it does in a role map. */
    public Traits {
        int lambda = task.indexOf(LAMBDA);
        task = lambda < 0 ? task : task.substring(0, lambda);
    }

    /** The role that an annotation names, where it is none of a thread that this is about, but of a method or, with its class, a task. */
    Optional<String> annotated() {
        Matcher matcher = ANNOTATION.matcher(name);
        return threadClass.isEmpty() && matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether nothing is known that an entry of {@code threads} could ask for. */
    boolean isNobody() {
        return name.isEmpty() && !isApplications(threadClass) && !isApplications(task);
    }

    /**
     * Whether it is one that the JDK starts for itself: its class is a nested one of the JDK's, as that of java.util.logging's hook and
     * of java.util.prefs', which are there once these are initialised. Not those of threads that an application asks for by Thread's builders or a pool.
     */
    boolean isJdks() {
        return JdkNames.areOf(threadClass)
                && threadClass.indexOf('$') > 0
                && !threadClass.startsWith("java.lang.")
                && !threadClass.startsWith("java.util.concurrent.");
    }

    /** Whether a class says more of a thread than that it is one: not the JDK's own. */
    static boolean isApplications(String className) {
        return !className.isEmpty() && !JdkNames.areOf(className);
    }

    @Override
    public int compareTo(Traits other) {
        int order = name.compareTo(other.name);
        order = order != 0 ? order : threadClass.compareTo(other.threadClass);
        return order != 0 ? order : task.compareTo(other.task);
    }

    /** For people: the name, or what else there is. */
    @Override
    public String toString() {
        return !name.isEmpty() ? name : !task.isEmpty() ? task : !threadClass.isEmpty() ? threadClass : "(no name)";
    }
}
