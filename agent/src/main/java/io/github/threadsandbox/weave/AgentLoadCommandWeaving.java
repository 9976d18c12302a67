package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * The platform MBean {@code DiagnosticCommand}, without its operation that loads agents; see {@link AgentLoadWeaving}. And no
 * confined thread sets an option of the JVM by it.
 */
final class AgentLoadCommandWeaving implements Weaving {
    /** As the bean names the command {@code JVMTI.agent_load}. */
    private static final String OPERATION = "jvmtiAgentLoad";

    private static final String PLACE = "DiagnosticCommandImpl.invoke";

    @Override
    public String className() {
        return "com/sun/management/internal/DiagnosticCommandImpl";
    }

    @Override
    public boolean atStart() {
        return false;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        if (!name.equals("invoke")) {
            return next;
        }
        GateCall.Target refuseFlag =
                new GateCall.Target("java/util/concurrent/ThreadSandboxHandOff", "refuseFlag", "(Ljava/lang/Object;)V");
        MethodVisitor withoutFlags = GateCall.atHead(next, 1, refuseFlag, () -> woven.add(PLACE));
        return new MethodVisitor(OpenedClassReader.ASM_API, withoutFlags) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label other = new Label();
                super.visitLdcInsn(OPERATION);
                super.visitVarInsn(Opcodes.ALOAD, 1);
                super.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
                super.visitJumpInsn(Opcodes.IFEQ, other);
                super.visitTypeInsn(Opcodes.NEW, "java/lang/UnsupportedOperationException");
                super.visitInsn(Opcodes.DUP);
                super.visitLdcInsn(AgentLoadWeaving.REFUSAL);
                super.visitMethodInsn(
                        Opcodes.INVOKESPECIAL,
                        "java/lang/UnsupportedOperationException",
                        "<init>",
                        "(Ljava/lang/String;)V",
                        false);
                super.visitInsn(Opcodes.ATHROW);
                super.visitLabel(other);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                woven.add(PLACE);
            }
        };
    }

    @Override
    public Set<String> places() {
        return Set.of(PLACE);
    }
}
