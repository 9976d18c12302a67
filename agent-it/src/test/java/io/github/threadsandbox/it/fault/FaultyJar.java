package io.github.threadsandbox.it.fault;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * The packaged agent with calls of {@code ThreadSandboxFaults} in it: wherever code that runs on an application's threads, or
 * starts threads for it, takes memory or stack, and before each syscall.
 */
public final class FaultyJar {
    private static final int ASM = Opcodes.ASM9;
    private static final String FAULTS = "java/lang/ThreadSandboxFaults";

    /** What does its work without memory from the heap, by its class. */
    private static final Set<String> FRUGAL = Set.of(
            "java/util/concurrent/locks/LockSupport",
            "java/util/concurrent/atomic/AtomicBoolean",
            "java/util/concurrent/atomic/AtomicReference",
            "java/util/concurrent/CountDownLatch",
            "java/lang/invoke/MethodHandle",
            "java/lang/invoke/VarHandle",
            "java/lang/Object",
            "java/lang/Class",
            "java/lang/Thread",
            "java/lang/System",
            "java/lang/Math");

    /** The work itself. */
    private static final Set<String> WORK = Set.of("run", "exec", "tryFire", "consume", "call", "uncaughtException");

    private FaultyJar() {}

    /**
     * Makes it.
     *
     * @param agent the packaged agent
     * @param faulty where to write the other one
     */
    public static void make(Path agent, Path faulty) {
        ChangedJar.make(agent, faulty, FaultyJar::change, Map.of());
    }

    private static byte[] change(String name, byte[] bytes) {
        if (name.matches("inst/io/github/threadsandbox/seccomp/(Jffi|Foreign)LibC\\.classdata")) {
            return rewrite(bytes, FaultyJar::syscall);
        }
        // The preload and the class loader run once, and nothing of an application's.
        return name.matches(
                                "inst/(io/github/threadsandbox/confine|bootstrap/java/(lang|util/concurrent))/[^/]*\\.classdata")
                        && !name.matches(".*/ThreadSandbox(Preload|Loader|Properties).*|.*/ThreadAccess\\.classdata")
                ? rewrite(bytes, FaultyJar::points)
                : bytes;
    }

    private interface Change {
        MethodVisitor of(MethodVisitor next, String owner, String method);
    }

    private static byte[] rewrite(byte[] bytes, Change change) {
        // What a class is initialised with is not the application's doing.
        return ChangedJar.rewrite(
                bytes, (next, access, owner, name) -> name.equals("<clinit>") ? next : change.of(next, owner, name));
    }

    private static MethodVisitor syscall(MethodVisitor next, String owner, String method) {
        if (!method.equals("syscall")) {
            return next;
        }
        return new MethodVisitor(ASM, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label make = new Label();
                super.visitVarInsn(Opcodes.LLOAD, 1);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, "syscall", "(J)J", false);
                super.visitInsn(Opcodes.LCONST_0);
                super.visitInsn(Opcodes.LCMP);
                super.visitJumpInsn(Opcodes.IFEQ, make);
                super.visitVarInsn(Opcodes.LLOAD, 1);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, "syscall", "(J)J", false);
                super.visitInsn(Opcodes.LRETURN);
                super.visitLabel(make);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                super.visitInsn(Opcodes.NOP);
            }
        };
    }

    private static MethodVisitor points(MethodVisitor next, String owner, String method) {
        return new MethodVisitor(ASM, next) {
            private int count;

            @Override
            public void visitTypeInsn(int opcode, String type) {
                // Behind it: frames know an object that is not initialised by the place of this instruction.
                super.visitTypeInsn(opcode, type);
                if (opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY) {
                    point("memory", "new " + type);
                }
            }

            @Override
            public void visitIntInsn(int opcode, int operand) {
                if (opcode == Opcodes.NEWARRAY) {
                    point("memory", "new array");
                }
                super.visitIntInsn(opcode, operand);
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String name, String descriptor, net.bytebuddy.jar.asm.Handle bootstrap, Object... arguments) {
                point("memory", "lambda");
                super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            }

            @Override
            public void visitMethodInsn(int opcode, String type, String name, String descriptor, boolean isInterface) {
                boolean ours = type.contains("ThreadSandbox") || type.startsWith("io/github/threadsandbox/");
                // From JDK 18 on, javac names what the object is known as (JDK-8272564), and not java.lang.Object.
                boolean frugal = FRUGAL.contains(type) || name.equals("getClass");
                if (!ours && !frugal && !WORK.contains(name) && !name.equals("<init>")) {
                    point("memory", type + "." + name);
                }
                point("stack", type + "." + name);
                super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
            }

            private void point(String kind, String what) {
                super.visitLdcInsn(owner.replaceAll("^.*/", "") + "." + method + " " + ++count + " " + what);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, FAULTS, kind, "(Ljava/lang/String;)V", false);
            }
        };
    }
}
