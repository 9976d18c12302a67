package io.github.threadsandbox.learn;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often a line was needed, for what, and who asked most. */
final class Tally {
    private static final int SHOWN = 4;

    private final Map<String, Long> words = new TreeMap<>();
    private final Map<String, Long> frames = new TreeMap<>();
    private long count;
    private String note = "";

    /**
     * Adds to it.
     *
     * @param observation what was seen
     * @param word what it asked for, in short
     */
    void add(Observation observation, String word) {
        count += observation.count();
        words.merge(word, observation.count(), Long::sum);
        if (!observation.frame().isEmpty()) {
            frames.merge(observation.frame(), observation.count(), Long::sum);
        }
    }

    /** Says what a person should know of the line. */
    void note(String text) {
        note = text;
    }

    void add(Tally other) {
        count += other.count;
        other.words.forEach((word, times) -> words.merge(word, times, Long::sum));
        other.frames.forEach((frame, times) -> frames.merge(frame, times, Long::sum));
    }

    long count() {
        return count;
    }

    /** {@code 12 times: connect, socket; com.acme.Fetcher.get(Fetcher.java:12)}. */
    String comment() {
        String most = words.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        String asker = frames.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(frame -> "; " + frame.getKey() + others(frames.size() - 1))
                .orElse("");
        return (count == 1 ? "once" : count + " times") + ": " + most + others(words.size() - SHOWN) + asker
                + (note.isEmpty() ? "" : "; " + note);
    }

    private static String others(int more) {
        return more <= 0 ? "" : " and " + more + " more";
    }
}
