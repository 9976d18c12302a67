package io.github.threadsandbox.config;

/**
 * How deep a file's brackets and dotted keys go. Typesafe Config follows them down on the stack, and would end the JVM with a
 * stack trace where an operator's error belongs.
 */
final class Nesting {
    /** Far more than a role map has, far less than a stack takes. */
    static final int DEEPEST = 100;

    private Nesting() {}

    /** The first line that goes deeper; 0 if none does. */
    static int tooDeep(String text) {
        int line = 1;
        int brackets = 0;
        int dots = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                dots = 0;
                quoted = false;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                if (c == '#' || (c == '/' && text.startsWith("//", i))) {
                    int end = text.indexOf('\n', i);
                    i = end < 0 ? text.length() : end - 1;
                } else if (c == '{' || c == '[') {
                    brackets++;
                } else if (c == '}' || c == ']') {
                    brackets--;
                } else if (c == '.') {
                    dots++;
                }
            }
            if (brackets + dots > DEEPEST) {
                return line;
            }
        }
        return 0;
    }
}
