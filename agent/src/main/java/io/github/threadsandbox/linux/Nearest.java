package io.github.threadsandbox.linux;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The nearest candidate, by the number of letters to insert, drop, change or swap with a neighbour.
     *
     * @param word what was written
     * @param candidates what could have been meant
     * @return the nearest, in the candidates' order between equals; nothing if none is near (at most a third of the
     *     word's letters, and at least one, may differ); upper and lower case are the same
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String best = null;
        int least = Math.max(1, Math.min(4, word.length() / 3)) + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) >= least) {
                continue;
            }
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            // A word of which no letter is left is another word.
            if (distance < least && distance < Math.max(word.length(), candidate.length())) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * The end of a message: what was probably meant.
     *
     * @param word what was written
     * @param candidates what could have been meant
     * @param otherwise what to say if none is near
     * @return {@code did you mean 'x'?}, or {@code otherwise}
     */
    public static String hint(String word, Collection<String> candidates, String otherwise) {
        return to(word, candidates).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
    }

    /** Optimal string alignment distance. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
