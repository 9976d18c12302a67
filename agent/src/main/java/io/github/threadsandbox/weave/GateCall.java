package io.github.threadsandbox.weave;

import java.util.Map;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/** Weaves one call of the gate into a method, and counts it. */
abstract class GateCall extends MethodVisitor {
    private static final String GATE = "java/lang/ThreadSandboxGate";
    private static final String THREAD = "Ljava/lang/Thread;";

    private final Map<String, Integer> woven;
    private final String gateMethod;

    GateCall(MethodVisitor next, Map<String, Integer> woven, String gateMethod) {
        super(OpenedClassReader.ASM_API, next);
        this.woven = woven;
        this.gateMethod = gateMethod;
    }

    /** Calls the gate with what is on the stack. */
    void call(boolean withTask) {
        super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                GATE,
                gateMethod,
                "(" + THREAD + (withTask ? "Ljava/lang/Runnable;" : "") + ")V",
                false);
        woven.merge(gateMethod, 1, Integer::sum);
    }

    /** Calls the gate before the method's first instruction. */
    static final class AtHead extends GateCall {
        AtHead(MethodVisitor next, Map<String, Integer> woven, String gateMethod) {
            super(next, woven, gateMethod);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitVarInsn(Opcodes.ALOAD, 0);
            call(false);
        }
    }

    /** Calls the gate in place of {@code start0}, which takes the same thread from the stack. */
    static final class InPlaceOfStart0 extends GateCall {
        InPlaceOfStart0(MethodVisitor next, Map<String, Integer> woven) {
            super(next, woven, "start");
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("java/lang/Thread") && name.equals("start0") && descriptor.equals("()V")) {
                call(false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            }
        }
    }

    /** Calls the gate where a constructor returns, with the object and the task it was made with. */
    static final class WhenMade extends GateCall {
        private final int taskVariable;

        WhenMade(MethodVisitor next, Map<String, Integer> woven, int taskVariable) {
            super(next, woven, "madeVirtual");
            this.taskVariable = taskVariable;
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitVarInsn(Opcodes.ALOAD, taskVariable);
                call(true);
            }
            super.visitInsn(opcode);
        }
    }
}
