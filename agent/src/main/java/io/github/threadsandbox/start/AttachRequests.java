package io.github.threadsandbox.start;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How {@code reload PID} asks. Whoever may attach reads properties from the JVM and can give it nothing, short of loading code into
 * it. So each answer has a word that nobody can guess; who puts a file of that name into {@code /tmp} has read the word, and so
 * may attach; and the next answer says what came of it. A word serves once.
 *
 * <p>Called on the JVM's attach listener alone.
 */
final class AttachRequests {
    static final String PREFIX = "thread-sandbox.reload.";
    private static final String FILE = "/tmp/.thread-sandbox-reload-";
    private static final int BYTES = 16;

    /** Several may ask at a time. */
    private static final int MOST = 16;

    private final Reload reload;
    private final Set<String> words = new LinkedHashSet<>();

    AttachRequests(Reload reload) {
        this.reload = reload;
    }

    Map<String, String> answer() {
        Map<String, String> answer = new HashMap<>();
        for (String word : List.copyOf(words)) {
            if (new File(FILE + word).exists()) {
                words.remove(word);
                put(answer, PREFIX + word + ".", reload.request());
            }
        }
        try {
            String word = random();
            words.add(word);
            answer.put(PREFIX + "word", word);
        } catch (IOException e) {
            answer.put(PREFIX + "problem", "no random bytes: " + e.getMessage());
        }
        List<String> old = new ArrayList<>(words);
        old.subList(0, Math.max(0, old.size() - MOST)).forEach(words::remove);
        return answer;
    }

    private static void put(Map<String, String> answer, String prefix, Reload.Outcome outcome) {
        answer.put(prefix + "ok", Boolean.toString(outcome.ok()));
        for (int i = 0; i < outcome.lines().size(); i++) {
            answer.put(prefix + i, outcome.lines().get(i));
        }
    }

    /** From the kernel: Java's own source of randomness asks service providers of the application. */
    private static String random() throws IOException {
        try (FileInputStream in = new FileInputStream("/dev/urandom")) {
            return HexFormat.of().formatHex(in.readNBytes(BYTES));
        }
    }
}
