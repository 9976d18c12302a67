package io.github.threadsandbox.weave;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * Names of frameworks' classes. A framework may have come inside another's packages, or an application's: gRPC brings Netty as
 * {@code io.grpc.netty.shaded.io.netty}. So a class counts by how its name ends, from a package on.
 */
final class FrameworkNames {
    private final String[] names;
    private final byte[][] texts;

    FrameworkNames(Collection<String> all) {
        names = all.toArray(String[]::new);
        texts = new byte[names.length][];
        for (int i = 0; i < names.length; i++) {
            texts[i] = names[i].getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** All of them, as the frameworks name them. */
    Set<String> all() {
        return Set.of(names);
    }

    /** Whether a class is one of these. */
    boolean knows(String className) {
        return original(className) != null;
    }

    /** The framework's own name for a class, or null for a class that is none of these. */
    String original(String className) {
        for (String name : names) {
            int before = className.length() - name.length();
            if (before == 0 ? className.equals(name) : before > 0 && isInside(className, before, name)) {
                return name;
            }
        }
        return null;
    }

    private static boolean isInside(String className, int before, String name) {
        return className.charAt(before - 1) == '/' && className.endsWith(name);
    }

    /** Whether the class whose name is at a place in a file, of a length, is one of these. */
    boolean has(byte[] file, int at, int length) {
        for (byte[] text : texts) {
            int before = length - text.length;
            if (before >= 0 && (before == 0 || file[at + before - 1] == '/') && isAtEnd(file, at + before, text)) {
                return true;
            }
        }
        return false;
    }

    /** From the end on: most names differ there. */
    private static boolean isAtEnd(byte[] file, int at, byte[] text) {
        for (int i = text.length - 1; i >= 0; i--) {
            if (file[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
