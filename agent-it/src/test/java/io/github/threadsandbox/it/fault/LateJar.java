package io.github.threadsandbox.it.fault;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The packaged agent, where each method that woven code calls needs a class of the agent's that is not loaded before the thread
 * {@code role-late} calls it.
 */
public final class LateJar {
    private static final int ASM = Opcodes.ASM9;
    private static final String CONFINER = "io/github/threadsandbox/confine/Confiner";
    private static final String LATE = "io/github/threadsandbox/confine/Late";

    private LateJar() {}

    /**
     * Makes it. Each such class tells by the system property {@code late.} and the method on which thread it was loaded.
     *
     * @param agent the packaged agent
     * @param changed where to write the other one
     */
    public static void make(Path agent, Path changed) {
        Map<String, byte[]> late = new TreeMap<>();
        ChangedJar.make(
                agent,
                changed,
                (name, bytes) -> name.equals("inst/" + CONFINER + ".classdata") ? change(bytes, late) : bytes,
                late);
    }

    private static byte[] change(byte[] bytes, Map<String, byte[]> late) {
        return ChangedJar.rewrite(bytes, (next, access, owner, name) -> {
            if (access != Opcodes.ACC_PUBLIC || name.equals("<init>")) {
                return next;
            }
            late.put("inst/" + LATE + name + ".classdata", lateClass(name));
            return needing(next, LATE + name);
        });
    }

    private static MethodVisitor needing(MethodVisitor next, String lateClass) {
        return new MethodVisitor(ASM, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label on = new Label();
                super.visitLdcInsn("role-late");
                threadName(this);
                super.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
                super.visitJumpInsn(Opcodes.IFEQ, on);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, lateClass, "need", "()V", false);
                super.visitLabel(on);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                super.visitInsn(Opcodes.NOP);
            }
        };
    }

    private static byte[] lateClass(String method) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_FINAL, LATE + method, null, "java/lang/Object", null);
        MethodVisitor need = writer.visitMethod(Opcodes.ACC_STATIC, "need", "()V", null, null);
        need.visitCode();
        need.visitInsn(Opcodes.RETURN);
        need.visitMaxs(0, 0);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitLdcInsn("late." + method);
        threadName(code);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "java/lang/System",
                "setProperty",
                "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
                false);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        return writer.toByteArray();
    }

    private static void threadName(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", "currentThread", "()Ljava/lang/Thread;", false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Thread", "getName", "()Ljava/lang/String;", false);
    }
}
