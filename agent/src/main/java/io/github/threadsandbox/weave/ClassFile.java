package io.github.threadsandbox.weave;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A look into a class file's constant pool (JVMS 4.4): cheap enough for every class that is loaded. */
final class ClassFile {
    private static final int POOL = 8;
    private static final int UTF8 = 1;

    private ClassFile() {}

    /** Whether the constants hold this text, as the name or descriptor of anything that the class mentions. */
    static boolean mentions(byte[] classFile, String asciiText) {
        byte[] text = asciiText.getBytes(StandardCharsets.US_ASCII);
        int count = u2(classFile, POOL);
        int at = POOL + 2;
        for (int i = 1; i < count; i++) {
            int tag = classFile[at];
            if (tag == UTF8) {
                int length = u2(classFile, at + 1);
                if (length == text.length && Arrays.equals(classFile, at + 3, at + 3 + length, text, 0, text.length)) {
                    return true;
                }
                at += 3 + length;
            } else {
                at += size(tag);
                if (tag == 5 || tag == 6) {
                    // A long or a double takes two places.
                    i++;
                }
            }
        }
        return false;
    }

    private static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            default -> throw new IllegalArgumentException("not a class file: constant of kind " + tag);
        };
    }

    private static int u2(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }
}
