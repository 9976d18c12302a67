package io.github.threadsandbox.weave;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** A few texts in ASCII, which are found among a class file's constants without making a string of any. */
final class Texts {
    private final byte[][][] byLength;

    /** By length, a bit for the lower half of what a text begins with: most constants are none of these by that alone. */
    private final long[] begin;

    Texts(Collection<String> all) {
        byLength = new byte[all.stream().mapToInt(String::length).max().orElse(0) + 1][][];
        Arrays.setAll(byLength, length -> all.stream()
                .filter(text -> text.length() == length)
                .map(text -> text.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new));
        begin = new long[byLength.length];
        for (String text : all) {
            begin[text.length()] |= 1L << text.charAt(0);
        }
    }

    /** Whether a text of a length, which begins with a byte, can be one of these. */
    boolean mayBe(int length, int first) {
        return length < begin.length && (begin[length] & 1L << first) != 0;
    }

    /** Whether the text at a place, of a length, is one of these. */
    boolean has(byte[] file, int at, int length) {
        if (!mayBe(length, file[at])) {
            return false;
        }
        for (byte[] text : byLength[length]) {
            if (isAt(file, at, text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text at a place begins like this. */
    static boolean isAt(byte[] file, int at, byte[] start) {
        for (int i = 0; i < start.length; i++) {
            if (file[at + i] != start[i]) {
                return false;
            }
        }
        return true;
    }
}
