package io.github.threadsandbox.it.torture;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What became of something that must not grow: the most of it in the second third of a soak, against the last third. The first
 * third is for what a JVM does once.
 *
 * @param what it is
 * @param before the most in the second third
 * @param after the most in the last third
 * @param room how much more there may be: where hundreds of threads share the processors, as many more may be on their way out, some
 *     seconds long; their stacks are used to different depths, a JVM adds a compiler thread or a malloc arena. What leaks with each
 *     thread passes this in minutes, and threads that are left at the end are counted by the soak itself
 */
record Growth(String what, long before, long after, long room) {
    static List<Growth> of(List<Sample> samples) {
        return List.of(
                growth("threads", samples, Sample::threads, 256),
                growth("open files", samples, Sample::files, 8),
                growth("filters, over all threads", samples, Sample::filters, 512),
                growth("filters of one thread", samples, Sample::mostFilters, 0),
                growth("resident memory, KB", samples, Sample::resident, 32 * 1024),
                growth("metaspace, KB", samples, Sample::metaspace, 1024));
    }

    private static Growth growth(String what, List<Sample> samples, ToLongFunction<Sample> of, long room) {
        int third = samples.size() / 3;
        return new Growth(
                what,
                samples.stream().skip(third).limit(third).mapToLong(of).max().orElse(-1),
                samples.stream().skip(2L * third).mapToLong(of).max().orElse(Long.MAX_VALUE),
                room);
    }

    boolean isNone() {
        return before >= 0 && after <= before + room;
    }

    @Override
    public String toString() {
        return what + ": at most " + before + " in the second third, " + after + " in the last";
    }
}
