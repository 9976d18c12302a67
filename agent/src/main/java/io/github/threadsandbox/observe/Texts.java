package io.github.threadsandbox.observe;

/** Texts that a confined thread may have chosen: its name, paths, names of its classes. */
final class Texts {
    private Texts() {}

    /**
     * What is longer is cut.
     *
     * @param most how many characters there may be
     */
    static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    /** Whether a character could end a line, be an order to a terminal, or turn a line round on a screen. */
    static boolean isOdd(int c) {
        return Character.isISOControl(c)
                || switch (Character.getType(c)) {
                    case Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }

    /** For one line that people read: whatever is odd is a question mark. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> isOdd(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
