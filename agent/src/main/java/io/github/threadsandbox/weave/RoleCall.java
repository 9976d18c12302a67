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
            to.visitLdcInsn(role);
            to.visitMethodInsn(Opcodes.INVOKESTATIC, HAND_OFF, "isOutside", "(Ljava/lang/String;)Z", false);
            Label inside = new Label();
            to.visitJumpInsn(Opcodes.IFEQ, inside);
            onLane(to);
            to.visitLabel(inside);
            to.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
            here(to);
        }
        to.visitMaxs(0, 0);
        to.visitEnd();
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
        Type[] parameters = Type.getArgumentTypes(descriptor);
        int self = isStatic ? 0 : 1;
        to.visitIntInsn(Opcodes.SIPUSH, parameters.length + self);
        to.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        if (!isStatic) {
            to.visitInsn(Opcodes.DUP);
            to.visitInsn(Opcodes.ICONST_0);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitInsn(Opcodes.AASTORE);
        }
        int variable = self;
        for (int i = 0; i < parameters.length; i++) {
            to.visitInsn(Opcodes.DUP);
            to.visitIntInsn(Opcodes.SIPUSH, i + self);
            to.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), variable);
            box(to, parameters[i]);
            to.visitInsn(Opcodes.AASTORE);
            variable += parameters[i].getSize();
        }
        to.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                HAND_OFF,
                "invoke",
                "(Ljava/lang/String;Ljava/lang/invoke/MethodHandle;[Ljava/lang/Object;)Ljava/lang/Object;",
                false);
        Type result = Type.getReturnType(descriptor);
        unbox(to, result);
        to.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }

    private void here(MethodVisitor to) {
        int variable = 0;
        if (!isStatic) {
            to.visitVarInsn(Opcodes.ALOAD, variable++);
        }
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            to.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), variable);
            variable += parameter.getSize();
        }
        to.visitMethodInsn(
                isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL, owner, body, descriptor, isInterface);
        to.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
    }

    private static void box(MethodVisitor to, Type type) {
        String box = box(type);
        if (box != null) {
            to.visitMethodInsn(
                    Opcodes.INVOKESTATIC, box, "valueOf", "(" + type.getDescriptor() + ")L" + box + ";", false);
        }
    }

    private static void unbox(MethodVisitor to, Type type) {
        String box = box(type);
        if (type.getSort() == Type.VOID) {
            to.visitInsn(Opcodes.POP);
        } else if (box == null) {
            to.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        } else {
            to.visitTypeInsn(Opcodes.CHECKCAST, box);
            to.visitMethodInsn(
                    Opcodes.INVOKEVIRTUAL, box, type.getClassName() + "Value", "()" + type.getDescriptor(), false);
        }
    }

    private static String box(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.CHAR -> "java/lang/Character";
            case Type.BYTE -> "java/lang/Byte";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            case Type.DOUBLE -> "java/lang/Double";
            default -> null;
        };
    }
}
