package io.github.threadsandbox.weave;

/**
 * Looks through a class file's constant pool for methods that take a task, without parsing more: every class that is loaded
 * comes by here, and almost none is concerned.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.4">JVMS 4.4, the constant pool</a>
 */
final class ClassFileScan {
    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;

    private ClassFileScan() {}

    /** Whether the class may declare such a method: it names one and has its first parameter's type. */
    static boolean mayTakeTasks(byte[] file) {
        boolean name = false;
        boolean descriptor = false;
        int count = u2(file, POOL_COUNT);
        int at = POOL;
        for (int i = 1; i < count; i++) {
            int tag = file[at];
            if (tag == 1) {
                int length = u2(file, at + 1);
                if (file[at + 3] == '(') {
                    descriptor |= TaskMethods.isDescriptor(file, at + 3, length);
                } else {
                    name |= TaskMethods.isName(file, at + 3, length);
                }
                if (name && descriptor) {
                    return true;
                }
                at += 3 + length;
            } else {
                at += size(tag);
                if (tag == 5 || tag == 6) {
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
            default -> throw new IllegalArgumentException("constant " + tag);
        };
    }

    private static int u2(byte[] file, int at) {
        return ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff);
    }
}
