package io.github.threadsandbox.weave;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The code of a method whose body must run under a role.
 *
 * <pre>
 * if (ThreadSandboxHandOff.isOutside(role)) {
 *     return (R) ThreadSandboxHandOff.invoke(role, body, new Object[] {this, a, b});
 * }
 * return body(a, b);
 * </pre>
 *
 * @param owner the class, by internal name
 * @param isInterface whether it is an interface
 * @param isStatic whether the method is static
 * @param body the method that holds the body
 * @param descriptor parameters and result
 * @param role the role
 * @param version the class file's major version
 */
record RoleCall(
        String owner, boolean isInterface, boolean isStatic, String body, String descriptor, String role, int version) {
    private static final String HAND_OFF = "java/util/concurrent/ThreadSandboxHandOff";

    void writeTo(MethodVisitor to) {
        to.visitCode();
        if (version < Opcodes.V1_7) {
            refuse(to);
        } else {
            onLaneFromOutside(to);
            here(to);
        }
        to.visitMaxs(0, 0);
        to.visitEnd();
    }

    /** At the head of the method itself, of a class that is loaded already and takes no more methods. */
    void writeHead(MethodVisitor to) {
        onLaneFromOutside(to);
        // The method may have a frame of its own at its first instruction.
        to.visitInsn(Opcodes.NOP);
    }

    /** What follows runs inside the role. */
    private void onLaneFromOutside(MethodVisitor to) {
        to.visitLdcInsn(role);
        to.visitMethodInsn(Opcodes.INVOKESTATIC, HAND_OFF, "isOutside", "(Ljava/lang/String;)Z", false);
        Label inside = new Label();
        to.visitJumpInsn(Opcodes.IFEQ, inside);
        onLane(to);
        to.visitLabel(inside);
        to.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    /** A class file of that age has no constants for methods (JVMS 4.4.8). */
    private void refuse(MethodVisitor to) {
        to.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
        to.visitInsn(Opcodes.DUP);
        to.visitLdcInsn("thread-sandbox: @SandboxedThread on a method of " + owner.replace('/', '.')
                + " refused: the class is compiled for Java 6 or older: compile it for 7 or later");
        to.visitMethodInsn(
                Opcodes.INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "(Ljava/lang/String;)V", false);
        to.visitInsn(Opcodes.ATHROW);
    }

    private void onLane(MethodVisitor to) {
        to.visitLdcInsn(role);
        to.visitLdcInsn(new Handle(
                isStatic ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKESPECIAL, owner, body, descriptor, isInterface));
        Boxing.pushArguments(to, descriptor, isStatic, !isStatic);
        to.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                HAND_OFF,
                "invoke",
                "(Ljava/lang/String;Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        Boxing.giveBack(to, descriptor);
    }

    private void here(MethodVisitor to) {
        call(to, isStatic, owner, body, descriptor, isInterface);
    }

    /** The body of a method that does what the superclass's does. */
    static void writeSuper(MethodVisitor to, String superclass, String name, String descriptor) {
        to.visitCode();
        call(to, false, superclass, name, descriptor, false);
        to.visitMaxs(0, 0);
        to.visitEnd();
    }

    private static void call(
            MethodVisitor to, boolean isStatic, String owner, String name, String descriptor, boolean isInterface) {
        int variable = 0;
        if (!isStatic) {
            to.visitVarInsn(Opcodes.ALOAD, variable++);
        }
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            to.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), variable);
            variable += parameter.getSize();
        }
        to.visitMethodInsn(
                isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL, owner, name, descriptor, isInterface);
        to.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    }
}
