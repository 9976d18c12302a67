package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Work that frameworks hand on by whoever happens to be there: who resumes a coroutine, completes a future, sends a message. It
 * has the roles of who made it. {@code ThreadSandboxHandOff} knows these classes by the same names, and puts nothing around
 * them.
 */
final class MadeWorkWeaving {
    private static final Set<String> CLASSES = Set.of(
            // A coroutine from one suspension to the next: made by the thread that it runs on.
            "kotlinx/coroutines/DispatchedTask",
            // What map, flatMap or foreach registers with a future (Scala 2.13 and 3; 2.12).
            "scala/concurrent/impl/Promise$Transformation",
            "scala/concurrent/impl/CallbackRunnable",
            // An actor: its messages are run by it, whoever sends them.
            "org/apache/pekko/dispatch/Mailbox",
            "akka/dispatch/Mailbox");

    private static final String HAND_OFF = "java/util/concurrent/ThreadSandboxHandOff";

    private MadeWorkWeaving() {}

    static boolean isConcerned(String className) {
        return CLASSES.contains(className);
    }

    static byte[] rewrite(byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
                        if (name.equals("<init>")) {
                            return GateCall.whenMade(
                                    next,
                                    new GateCall.Target(HAND_OFF, "attach", "(Ljava/lang/Object;)V"),
                                    () -> {},
                                    0);
                        }
                        return (name + descriptor).equals("run()V") ? elsewhere(next) : next;
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static MethodVisitor elsewhere(MethodVisitor next) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label here = new Label();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        HAND_OFF,
                        "elsewhere",
                        "(Ljava/lang/Runnable;Ljava/lang/Object;)Z",
                        false);
                super.visitJumpInsn(Opcodes.IFEQ, here);
                super.visitInsn(Opcodes.RETURN);
                super.visitLabel(here);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            }
        };
    }
}
