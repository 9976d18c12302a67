package io.github.threadsandbox.weave;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an application's class builds on and may be woven for, as far as its constants say: one look through the pool, without
 * parsing more, for every class that is loaded comes by here, and almost none is concerned.
 *
 * <p>Holds for the bytes that it was made of, which nobody may change any more.
 *
 * @see <a href="https://docs.oracle.com/javase/specs/jvms/se25/html/jvms-4.html#jvms-4.4">JVMS 4.4, the constant pool</a>
 */
final class ClassFileScan {
    private static final int POOL_COUNT = 8;
    private static final int POOL = 10;
    private static final byte[] JAVA = "java/".getBytes(StandardCharsets.US_ASCII);
    private static final String[] NONE = {};
    private static final Texts WANTED =
            new Texts(Stream.concat(TaskMethods.names().stream(), Stream.of(AnnotatedMethods.ANNOTATION))
                    .toList());

    private final byte[] file;
    private final boolean takesTasks;
    private final boolean isAnnotated;
    private final boolean isNamed;
    private final String[] supers;

    private ClassFileScan(byte[] file) {
        this.file = file;
        int count = u2(POOL_COUNT);
        int[] constants = new int[count];
        boolean name = false;
        boolean descriptor = false;
        boolean annotation = false;
        int at = POOL;
        for (int i = 1; i < count; i++) {
            constants[i] = at;
            int tag = file[at];
            if (tag == 1) {
                // Most classes are loaded before this is compiled: hardly a text is worth a call.
                int length = ((file[at + 1] & 0xff) << 8) | (file[at + 2] & 0xff);
                int text = at + 3;
                int first = file[text];
                if (first == '(') {
                    descriptor |=
                            length > TaskMethods.SHORTEST_DESCRIPTOR && TaskMethods.isDescriptor(file, text, length);
                } else if (WANTED.mayBe(length, first)) {
                    name |= TaskMethods.isName(file, text, length);
                    annotation |= AnnotatedMethods.isAnnotation(file, text, length);
                }
                at = text + length;
            } else {
                at += size(tag);
                if (tag == 5 || tag == 6) {
                    // A long or a double takes two places.
                    i++;
                }
            }
        }
        takesTasks = name && descriptor;
        isAnnotated = annotation;
        // access_flags, this_class, super_class, interfaces_count, interfaces
        int own = name(constants, at + 2);
        isNamed = ApplicationPools.isConcerned(file, own + 3, u2(own + 1));
        supers = supers(constants, at + 4);
    }

    /**
     * Looks through a class file.
     *
     * @param file the class file, which stays as it is
     * @return what it says
     * @throws RuntimeException if it is none
     */
    static ClassFileScan of(byte[] file) {
        return new ClassFileScan(file);
    }

    /** Whether this is what a class file says: of no other byte. */
    boolean isOf(byte[] other) {
        return file == other || Arrays.equals(file, other);
    }

    /** Whether the class may declare a method that takes a task: it names one and has its first parameter's type. */
    boolean takesTasks() {
        return takesTasks;
    }

    /** Whether it mentions {@code @SandboxedThread}. */
    boolean isAnnotated() {
        return isAnnotated;
    }

    /** Whether it is woven for its name alone. */
    boolean isNamed() {
        return isNamed;
    }

    /** The binary names of its superclass and its interfaces, but for those of {@code java}, which no application defines; to be left as they are. */
    String[] supers() {
        return supers;
    }

    private String[] supers(int[] constants, int superClass) {
        int count = u2(superClass + 2);
        List<String> names = new ArrayList<>(count + 1);
        for (int i = 0; i <= count; i++) {
            int place = i == 0 ? superClass : superClass + 2 + 2 * i;
            // Only java.lang.Object and modules have no superclass.
            int text = i == 0 && u2(place) == 0 ? 0 : name(constants, place);
            if (text != 0 && !(u2(text + 1) > JAVA.length && Texts.isAt(file, text + 3, JAVA))) {
                names.add(binaryName(text));
            }
        }
        return names.toArray(NONE);
    }

    /** Where the text is that names the class whose constant's number is at a place. */
    private int name(int[] constants, int place) {
        return constants[u2(constants[u2(place)] + 1)];
    }

    private String binaryName(int text) {
        int length = u2(text + 1);
        for (int i = 0; i < length; i++) {
            if (file[text + 3 + i] < 0) {
                return beyondAscii(text, length).replace('/', '.');
            }
        }
        return new String(file, text + 3, length, StandardCharsets.US_ASCII).replace('/', '.');
    }

    /** A class file's texts and their lengths are written as {@code DataOutput.writeUTF} does (JVMS 4.4.7). */
    private String beyondAscii(int text, int length) {
        try {
            return new DataInputStream(new ByteArrayInputStream(file, text + 1, length + 2)).readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("not a class file: a name that is no text", e);
        }
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

    private int u2(int at) {
        return ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff);
    }
}
