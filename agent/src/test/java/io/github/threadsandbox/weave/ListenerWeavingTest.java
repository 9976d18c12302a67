package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.junit.jupiter.api.Test;

class ListenerWeavingTest {
    private static final String INSIDE = "com/acme/shaded/io/netty/util/concurrent/";
    private static final String LISTENER = "(L" + INSIDE + "GenericFutureListener;)V";

    @Test
    void knowsAFrameworkInsideAnothersPackages() {
        assertTrue(ListenerWeaving.NAMES.knows("io/vertx/core/impl/future/FutureImpl"));
        assertTrue(ListenerWeaving.NAMES.knows(INSIDE + "DefaultPromise"));
        assertFalse(ListenerWeaving.NAMES.knows("com/acme/DefaultPromise"));
    }

    @Test
    void putsTheRolesAroundWhatIsTakenAndFindsItAgain() {
        byte[] promise = classFile(INSIDE + "DefaultPromise", "addListener0", "removeListener0", "notifyListener");
        assertEquals(
                List.of("addListener0 carryListener", "addListener0 carryListener", "removeListener0 carriedListener"),
                gateCalls(ListenerWeaving.rewrite(promise)));
        byte[] several = classFile(INSIDE + "DefaultFutureListeners", "add", "remove");
        assertEquals(List.of("remove carriedListener"), gateCalls(ListenerWeaving.rewrite(several)));
    }

    @Test
    void saysSoOfAVersionThatItDoesNotKnow() {
        byte[] promise = classFile(INSIDE + "DefaultPromise", "register");
        assertThrows(IllegalArgumentException.class, () -> ListenerWeaving.rewrite(promise));
    }

    private static byte[] classFile(String name, String... methods) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        writer.visitField(0, "listener", "L" + INSIDE + "GenericFutureListener;", null, null);
        for (String method : methods) {
            MethodVisitor code = writer.visitMethod(0, method, LISTENER, null, null);
            code.visitCode();
            code.visitInsn(Opcodes.RETURN);
            code.visitMaxs(0, 2);
            code.visitEnd();
        }
        return writer.toByteArray();
    }

    private static List<String> gateCalls(byte[] classFile) {
        List<String> calls = new ArrayList<>();
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String method, String descriptor, String signature, String[] thrown) {
                                return new MethodVisitor(OpenedClassReader.ASM_API) {
                                    @Override
                                    public void visitMethodInsn(
                                            int opcode, String owner, String name, String called, boolean isInterface) {
                                        calls.add(method + " " + name);
                                    }
                                };
                            }
                        },
                        0);
        return calls;
    }
}
