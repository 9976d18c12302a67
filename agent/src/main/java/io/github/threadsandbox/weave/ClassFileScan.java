package io.github.threadsandbox.weave;

/**
 * What an application's class is woven for, as far as its constants say: one look through the pool, without parsing more, for
 * every class that is loaded comes by here, and almost none is concerned.
 *
 * @param takesTasks whether the class may declare a method that takes a task: it names one and has its first parameter's type
 * @param isAnnotated whether it mentions {@code @SandboxedThread}
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.4">JVMS 4.4, the constant pool</a>
 */
record ClassFileScan(boolean takesTasks, boolean isAnnotated) {
    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;

    static ClassFileScan of(byte[] file) {
        boolean name = false;
        boolean descriptor = false;
        boolean annotation = false;
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
                    annotation |= AnnotatedMethods.isAnnotation(file, at + 3, length);
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
        return new ClassFileScan(name && descriptor, annotation);
    }

    /** Whether the text at a place starts like this. */
    static boolean startsWith(byte[] file, int at, byte[] start) {
        for (int i = 0; i < start.length; i++) {
            if (file[at + i] != start[i]) {
                return false;
            }
        }
        return true;
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

    private static int u2(byte[] file, int at) {
        return ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff);
    }
}
