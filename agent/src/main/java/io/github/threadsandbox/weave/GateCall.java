package io.github.threadsandbox.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/** Weaves one call into a method, and counts it. */
final class GateCall {
    private GateCall() {}

    /**
     * A static method that woven code calls.
     *
     * @param owner its class, by internal name
     * @param name its name
     * @param descriptor its parameters and result
     */
    record Target(String owner, String name, String descriptor) {}

    /** Pushes a variable and calls the target before the method's first instruction; keeps what it returns there. */
    static MethodVisitor atHead(MethodVisitor next, int variable, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, variable);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                if (!target.descriptor().endsWith("V")) {
                    super.visitVarInsn(Opcodes.ASTORE, variable);
                }
                woven.run();
            }
        };
    }

    /** Calls the target in place of an instance method, with the same object and arguments from the stack. */
    static MethodVisitor inPlaceOf(
            MethodVisitor next, String owner, String name, String descriptor, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(
                    int opcode, String calledOwner, String called, String calledDescriptor, boolean isInterface) {
                if (calledOwner.equals(owner) && called.equals(name) && calledDescriptor.equals(descriptor)) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                } else {
                    super.visitMethodInsn(opcode, calledOwner, called, calledDescriptor, isInterface);
                }
            }
        };
    }

    /** Pushes variables and calls the target where a constructor returns. */
    static MethodVisitor whenMade(MethodVisitor next, Target target, Runnable woven, int... variables) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.RETURN) {
                    for (int variable : variables) {
                        super.visitVarInsn(Opcodes.ALOAD, variable);
                    }
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                }
                super.visitInsn(opcode);
            }
        };
    }
}
