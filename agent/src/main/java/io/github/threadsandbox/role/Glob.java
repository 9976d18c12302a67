package io.github.threadsandbox.role;

/**
 * A pattern for names. {@code ?} is any one character and {@code *} any run of them; where a separator is given, neither
 * crosses it, and {@code **} does.
 */
public final class Glob {
    private static final int NO_SEPARATOR = -1;

    private final String pattern;
    private final int separator;

    private Glob(String pattern, int separator) {
        this.pattern = pattern;
        this.separator = separator;
    }

    /**
     * A pattern for thread names: {@code *} is any run of characters.
     *
     * @param pattern the pattern
     * @return the glob
     */
    public static Glob ofThreadName(String pattern) {
        return new Glob(pattern, NO_SEPARATOR);
    }

    /**
     * A pattern for binary class names: {@code *} stays within one segment, {@code **} goes on to any number of them.
     *
     * @param pattern the pattern
     * @return the glob
     */
    public static Glob ofClassName(String pattern) {
        return new Glob(pattern, '.');
    }

    /**
     * Whether a name matches, in whole.
     *
     * @param name the name
     * @return whether it matches
     */
    public boolean matches(String name) {
        return matches(0, name, 0);
    }

    private boolean matches(int at, String name, int from) {
        int p = at;
        int n = from;
        while (p < pattern.length()) {
            char c = pattern.charAt(p);
            if (c == '*') {
                boolean crosses = separator == NO_SEPARATOR;
                while (p < pattern.length() && pattern.charAt(p) == '*') {
                    crosses |= p + 1 < pattern.length() && pattern.charAt(p + 1) == '*';
                    p++;
                }
                if (crosses && p == pattern.length()) {
                    return true;
                }
                for (int end = n; ; end++) {
                    if (matches(p, name, end)) {
                        return true;
                    }
                    if (end == name.length() || (!crosses && name.charAt(end) == separator)) {
                        return false;
                    }
                }
            }
            if (n == name.length() || (c == '?' ? name.charAt(n) == separator : c != name.charAt(n))) {
                return false;
            }
            p++;
            n++;
        }
        return n == name.length();
    }

    /**
     * Whether this certainly matches everything that another glob matches.
     *
     * @param other the other glob, of the same kind
     * @return true only if it is sure
     */
    boolean covers(Glob other) {
        if (pattern.equals(other.pattern)) {
            return true;
        }
        int wildcard = firstWildcard(other.pattern);
        if (wildcard < 0) {
            return matches(other.pattern);
        }
        String tail = separator == NO_SEPARATOR ? "*" : "**";
        return pattern.endsWith(tail)
                && firstWildcard(pattern) == pattern.length() - tail.length()
                && other.pattern
                        .substring(0, wildcard)
                        .startsWith(pattern.substring(0, pattern.length() - tail.length()));
    }

    /** What every name that matches begins with: the pattern up to its first wildcard. */
    String beginning() {
        int wildcard = firstWildcard(pattern);
        return wildcard < 0 ? pattern : pattern.substring(0, wildcard);
    }

    private static int firstWildcard(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return pattern;
    }
}
