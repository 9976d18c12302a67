package io.github.threadsandbox.learn;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One kind of denial.
 *
 * @param role the role that denied it, or would have
 * @param workers whose work it was: the thread's, and that of whoever handed it on or started the thread, as far as that is known
 * @param call what was asked for
 * @param frame the application's innermost frame, or empty
 * @param loadsClasses whether the JDK's own class loaders asked, for a class or a resource of the class path
 * @param count how often
 */
record Observation(String role, SortedSet<Traits> workers, Call call, String frame, boolean loadsClasses, long count) {
    Observation {
        workers = Collections.unmodifiableSortedSet(new TreeSet<>(workers));
    }

    /** What makes two of them equal but for how often. */
    String key() {
        StringBuilder key = new StringBuilder(role).append('\n');
        workers.forEach(worker -> key.append(worker.name())
                .append('\n')
                .append(worker.threadClass())
                .append('\n')
                .append(worker.task())
                .append('\n'));
        return key.append(call)
                .append('\n')
                .append(frame)
                .append('\n')
                .append(loadsClasses)
                .toString();
    }

    Observation more(long others) {
        return new Observation(role, workers, call, frame, loadsClasses, count + others);
    }

    Observation of(SortedSet<Traits> others) {
        return new Observation(role, others, call, frame, loadsClasses, count);
    }
}
