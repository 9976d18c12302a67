package io.github.threadsandbox.role;

import java.util.List;

/** The names of the JDK's own classes, which say of nobody's work whose it is. */
public final class JdkNames {
    private static final List<String> PACKAGES = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    private JdkNames() {}

    /**
     * Whether a class is the JDK's.
     *
     * @param name its name, or a frame that begins with it
     * @return whether its package is one of the JDK's, by its name
     */
    public static boolean areOf(String name) {
        for (String one : PACKAGES) {
            if (name.startsWith(one)) {
                return true;
            }
        }
        return false;
    }
}
