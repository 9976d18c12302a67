package io.github.threadsandbox.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** A method's arguments as objects, and its result from one. */
final class Boxing {
    private Boxing() {}

    /** Pushes an array of the arguments of the method that is written, its {@code this} first if wanted. */
    static void pushArguments(MethodVisitor to, String descriptor, boolean isStatic, boolean withThis) {
        Type[] parameters = Type.getArgumentTypes(descriptor);
        int self = withThis ? 1 : 0;
        to.visitIntInsn(Opcodes.SIPUSH, parameters.length + self);
        to.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        if (withThis) {
            to.visitInsn(Opcodes.DUP);
            to.visitInsn(Opcodes.ICONST_0);
            to.visitVarInsn(Opcodes.ALOAD, 0);
            to.visitInsn(Opcodes.AASTORE);
        }
        int variable = isStatic ? 0 : 1;
        for (int i = 0; i < parameters.length; i++) {
            to.visitInsn(Opcodes.DUP);
            to.visitIntInsn(Opcodes.SIPUSH, i + self);
            to.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), variable);
            box(to, parameters[i]);
            to.visitInsn(Opcodes.AASTORE);
            variable += parameters[i].getSize();
        }
    }

    /** Returns the object on the stack from the method that is written. */
    static void giveBack(MethodVisitor to, String descriptor) {
        Type result = Type.getReturnType(descriptor);
        unbox(to, result);
        to.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }

    private static void box(MethodVisitor to, Type type) {
        String box = boxOf(type);
        if (box != null) {
            to.visitMethodInsn(
                    Opcodes.INVOKESTATIC, box, "valueOf", "(" + type.getDescriptor() + ")L" + box + ";", false);
        }
    }

    private static void unbox(MethodVisitor to, Type type) {
        String box = boxOf(type);
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

    private static String boxOf(Type type) {
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
