package io.github.threadsandbox.learn;

/** Texts as HOCON has them. */
public final class Hocon {
    private Hocon() {}

    /**
     * In quotes: what would end the text, or the line, is escaped.
     *
     * @param text any text
     * @return a value
     */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (isOdd(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** For a comment: whatever could end the line, or turn it round on a screen, is a question mark. */
    static String comment(String text) {
        StringBuilder comment = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            comment.append(isOdd(text.charAt(i)) ? '?' : text.charAt(i));
        }
        return comment.toString();
    }

    private static boolean isOdd(char c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** A path in a list: a named set stands outside the quotes. */
    static String path(String path) {
        return path.startsWith("${") ? path : quoted(path);
    }
}
