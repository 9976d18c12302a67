package io.github.threadsandbox.role;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers, each under a text: found are those of a text that another begins with, without a look at the others. */
final class Beginnings {
    private final TreeMap<String, List<Integer>> numbers = new TreeMap<>();

    void add(String text, int number) {
        List<Integer> same = numbers.get(text);
        if (same == null) {
            same = new ArrayList<>();
            numbers.put(text, same);
        }
        same.add(number);
    }

    /**
     * Finds.
     *
     * @param whole the text that others may be the beginning of
     * @param found takes their numbers
     */
    void find(String whole, BitSet found) {
        String rest = whole;
        Map.Entry<String, List<Integer>> last = numbers.floorEntry(rest);
        while (last != null) {
            // Whatever begins the rest stands before it in order, and not after what stands last before it: so it
            // begins what those two share, too.
            String text = last.getKey();
            int shared = shared(text, rest);
            if (shared == text.length()) {
                for (int number : last.getValue()) {
                    found.set(number);
                }
                shared--;
            }
            if (shared < 0) {
                return;
            }
            rest = rest.substring(0, shared);
            last = numbers.floorEntry(rest);
        }
    }

    private static int shared(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return length;
    }
}
