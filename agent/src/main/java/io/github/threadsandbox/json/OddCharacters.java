package io.github.threadsandbox.json;

/**
 * Characters that could end a line, be an order to a terminal, or turn a line round on a screen; and half of a surrogate pair, which
 * is no text. Who chose a thread's name, a path or a class's name may have put them there.
 */
public final class OddCharacters {
    private OddCharacters() {}

    /**
     * Whether one is.
     *
     * @param c a code point, or a {@code char}
     * @return whether it is odd
     */
    public static boolean isOdd(int c) {
        return Character.isISOControl(c)
                || switch (Character.getType(c)) {
                    case Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /**
     * For one line that people read.
     *
     * @param text any text
     * @return the text with a question mark for each odd character
     */
    public static String replaced(String text) {
        return text.codePoints()
                .map(c -> isOdd(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
