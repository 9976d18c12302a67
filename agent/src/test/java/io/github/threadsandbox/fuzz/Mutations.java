package io.github.threadsandbox.fuzz;

import java.util.List;
import java.util.Random;

/** Spoils texts: bytes, lines, words. */
final class Mutations {
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            "=",
            "+=",
            ":",
            "#",
            "//",
            "\n",
            "${",
            "${?",
            "}",
            "\\",
            "\\u0000",
            "\"\"\"",
            "@",
            "(",
            ")",
            "~",
            "|",
            "||",
            "&",
            "==",
            "!=",
            "<",
            "0x",
            "-1",
            "null",
            "true",
            "NULL",
            "include ",
            "include \"x\"",
            "thread-sandbox",
            "roles",
            "groups",
            "rules",
            "allow",
            "deny",
            "extends",
            "threads",
            "base",
            "floor = none",
            "@jvm",
            "@process",
            "socket(domain == AF_INET)",
            "arg0 == 1",
            "O_CREAT",
            "99999999999999999999",
            "é",
            "\uFEFF",
            "\u0000",
            "[".repeat(3000),
            "{a:".repeat(3000),
            "(".repeat(3000),
            "~".repeat(3000),
            "a.".repeat(3000),
            "x".repeat(20_000));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    String spoil(String text) {
        String spoilt = text;
        for (int i = random.nextInt(4); i >= 0; i--) {
            spoilt = once(spoilt);
        }
        return spoilt;
    }

    private String once(String text) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(1 + random.nextInt(40)));
        String before = text.substring(0, from);
        String after = text.substring(to);
        return switch (random.nextInt(8)) {
            case 0 -> before + after;
            case 1 -> before + WORDS.get(random.nextInt(WORDS.size())) + text.substring(from);
            case 2 -> before + WORDS.get(random.nextInt(WORDS.size())) + after;
            case 3 -> before + (char) random.nextInt(256) + text.substring(Math.min(text.length(), from + 1));
            case 4 -> before + text.substring(from, to) + text.substring(from, to) + after;
            case 5 -> word(text);
            case 6 -> lines(text);
            default -> random.nextInt(10) == 0 ? before : before + (char) (' ' + random.nextInt(95)) + after;
        };
    }

    /** A word is written where another was. */
    private String word(String text) {
        String[] words = text.split("(?<=\\W)|(?=\\W)", -1);
        words[random.nextInt(words.length)] = words[random.nextInt(words.length)];
        return String.join("", words);
    }

    /** A line is written once more, elsewhere. */
    private String lines(String text) {
        String[] lines = text.split("(?<=\n)", -1);
        String line = lines[random.nextInt(lines.length)];
        int at = random.nextInt(lines.length);
        lines[at] = random.nextBoolean() ? line : line + lines[at];
        return String.join("", lines);
    }
}
