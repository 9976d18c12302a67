package io.github.threadsandbox.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void matchesEveryShortNameAsTheEqualRegularExpressionDoes() {
        List<String> patterns = words("a.*?", 4);
        List<String> names = words("ab.", 4);
        for (String pattern : patterns) {
            Pattern threadName = Pattern.compile(regexOfThreadName(pattern));
            Pattern className = Pattern.compile(regexOfClassName(pattern));
            for (String name : names) {
                assertEquals(
                        threadName.matcher(name).matches(),
                        Glob.ofThreadName(pattern).matches(name),
                        pattern + " " + name);
                assertEquals(
                        className.matcher(name).matches(),
                        Glob.ofClassName(pattern).matches(name),
                        pattern + " " + name);
            }
        }
    }

    @Test
    void coversOnlyWhatItMatches() {
        List<String> patterns = words("a.*", 4);
        List<String> names = words("ab.", 4);
        int covering = 0;
        for (String wide : patterns) {
            for (String narrow : patterns) {
                if (Glob.ofClassName(wide).covers(Glob.ofClassName(narrow))) {
                    covering++;
                    for (String name : names) {
                        assertTrue(
                                !Glob.ofClassName(narrow).matches(name)
                                        || Glob.ofClassName(wide).matches(name),
                                wide + " " + narrow + " " + name);
                    }
                }
            }
        }
        assertTrue(covering > patterns.size());
        assertTrue(Glob.ofThreadName("tool-*").covers(Glob.ofThreadName("tool-worker-*")));
        assertFalse(Glob.ofThreadName("tool-worker-*").covers(Glob.ofThreadName("tool-*")));
    }

    private static String regexOfThreadName(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }

    private static String regexOfClassName(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                int stars = 1;
                while (i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                    stars++;
                    i++;
                }
                regex.append(stars > 1 ? ".*" : "[^.]*");
            } else {
                regex.append(c == '?' ? "[^.]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static List<String> words(String alphabet, int longest) {
        List<String> words = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= longest; length++) {
            int to = words.size();
            for (int i = from; i < to; i++) {
                for (int c = 0; c < alphabet.length(); c++) {
                    words.add(words.get(i) + alphabet.charAt(c));
                }
            }
            from = to;
        }
        return words;
    }
}
