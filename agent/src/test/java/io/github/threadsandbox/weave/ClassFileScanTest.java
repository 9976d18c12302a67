package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class ClassFileScanTest {
    private static final String OBJECT = "java/lang/Object";
    private static final String ANNOTATION = "Lio/github/threadsandbox/SandboxedThread;";

    @Test
    void seesAMethodThatTakesTasks() {
        assertTrue(ClassFileScan.of(withMethod("execute", "(Ljava/lang/Runnable;)V"))
                .takesTasks());
        assertFalse(
                ClassFileScan.of(withMethod("execute", "(Ljava/lang/Object;)V")).takesTasks());
        assertFalse(ClassFileScan.of(withMethod("executed", "(Ljava/lang/Runnable;)V"))
                .takesTasks());
    }

    @Test
    void seesTheAnnotation() {
        ClassWriter writer = writer("p/C", OBJECT);
        writer.visitAnnotation(ANNOTATION, true).visitEnd();
        assertTrue(ClassFileScan.of(writer.toByteArray()).isAnnotated());
        assertFalse(ClassFileScan.of(file("p/C", OBJECT)).isAnnotated());
    }

    @Test
    void knowsTheClassesThatAreWovenForTheirNames() {
        assertTrue(
                ClassFileScan.of(file("io/netty/util/HashedWheelTimer", OBJECT)).isNamed());
        assertTrue(ClassFileScan.of(file("akka/dispatch/Mailbox", OBJECT)).isNamed());
        assertTrue(
                ClassFileScan.of(file("io/vertx/core/impl/TaskQueue", OBJECT)).isNamed());
        assertFalse(
                ClassFileScan.of(file("io/vertx/core/impl/TaskQueues", OBJECT)).isNamed());
        // What it only mentions does not count.
        assertFalse(
                ClassFileScan.of(file("p/C", "io/netty/util/HashedWheelTimer")).isNamed());
    }

    @Test
    void namesWhatAClassBuildsOn() {
        assertSupers(file("p/C", OBJECT));
        assertSupers(file("p/C", OBJECT, "java/lang/Runnable", "p/A", "javax/B", "java"), "p.A", "javax.B", "java");
        assertSupers(file("p/C", "p/q/D", "p/A"), "p.q.D", "p.A");
        assertSupers(file("module-info", null));
    }

    @Test
    void namesWhatIsNotInAscii() {
        assertSupers(file("p/C", "p/\u00e4\u4e00", "p/\ud840\udc00"), "p.\u00e4\u4e00", "p.\ud840\udc00");
    }

    @Test
    void goesPastConstantsOfEveryKind() {
        ClassWriter writer = writer("p/C", "p/D");
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "a", "J", null, 1L << 40)
                .visitEnd();
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "b", "D", null, 0.1)
                .visitEnd();
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "c", "F", null, 0.1f)
                .visitEnd();
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "d", "Ljava/lang/String;", null, "s")
                .visitEnd();
        writer.visitAnnotation(ANNOTATION, true).visitEnd();
        ClassFileScan scan = ClassFileScan.of(writer.toByteArray());
        assertTrue(scan.isAnnotated());
        assertEquals("p.D", scan.supers()[0]);
    }

    @Test
    void isOfNoOtherByte() {
        byte[] file = file("p/C", OBJECT);
        ClassFileScan scan = ClassFileScan.of(file.clone());
        assertTrue(scan.isOf(file));
        for (int i = 0; i < file.length; i++) {
            byte[] other = file.clone();
            other[i] ^= 1;
            assertFalse(scan.isOf(other), "byte " + i);
        }
        assertFalse(scan.isOf(Arrays.copyOf(file, file.length + 1)));
    }

    @Test
    void throwsAtWhatIsNoClassFile() {
        byte[] file = file("p/C", "p/D");
        // Behind the interfaces it has three counts more: of fields, methods and attributes.
        for (int length = 0; length < file.length - 6; length++) {
            byte[] part = Arrays.copyOf(file, length);
            assertThrows(RuntimeException.class, () -> ClassFileScan.of(part));
        }
        file[10] = 99;
        assertThrows(IllegalArgumentException.class, () -> ClassFileScan.of(file));
    }

    private static void assertSupers(byte[] file, String... expected) {
        assertArrayEquals(expected, ClassFileScan.of(file).supers());
    }

    private static byte[] withMethod(String name, String descriptor) {
        ClassWriter writer = writer("p/C", OBJECT);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_ABSTRACT, name, descriptor, null, null);
        method.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] file(String name, String superName, String... interfaces) {
        return writer(name, superName, interfaces).toByteArray();
    }

    private static ClassWriter writer(String name, String superName, String... interfaces) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, superName, interfaces);
        return writer;
    }
}
