package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@code sun.instrument.InstrumentationImpl}: another agent is loaded into the running JVM by who may attach to its process,
 * not by code that runs in it. The platform MBean {@code com.sun.management:type=DiagnosticCommand} has an operation
 * {@code jvmtiAgentLoad}, which takes a jar from any thread that can read it and gives its code an {@code Instrumentation}:
 * the key to {@code java.base}, and so past this agent. On the attach listener's thread nothing of Java is below the call; a
 * thread that runs Java code cannot look like that.
 *
 * <p>{@link AgentLoadCommandWeaving} refuses that operation itself, and in silence: libinstrument, refused here, prints its
 * assertions to standard error.
 */
final class AgentLoadWeaving implements Weaving {
    /** What who tries is told. */
    static final String REFUSAL =
            "thread-sandbox: code in this JVM loads no agents into it: give them with -javaagent, or attach";

    @Override
    public String className() {
        return "sun/instrument/InstrumentationImpl";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        if (!name.equals("loadClassAndCallAgentmain")) {
            return next;
        }
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label alone = new Label();
                make("java/lang/Throwable", null);
                super.visitMethodInsn(
                        Opcodes.INVOKEVIRTUAL,
                        "java/lang/Throwable",
                        "getStackTrace",
                        "()[Ljava/lang/StackTraceElement;",
                        false);
                super.visitInsn(Opcodes.ARRAYLENGTH);
                super.visitInsn(Opcodes.ICONST_1);
                super.visitJumpInsn(Opcodes.IF_ICMPEQ, alone);
                make("java/lang/UnsupportedOperationException", REFUSAL);
                super.visitInsn(Opcodes.ATHROW);
                super.visitLabel(alone);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                woven.add("InstrumentationImpl.loadClassAndCallAgentmain");
            }

            private void make(String type, String message) {
                super.visitTypeInsn(Opcodes.NEW, type);
                super.visitInsn(Opcodes.DUP);
                if (message != null) {
                    super.visitLdcInsn(message);
                }
                super.visitMethodInsn(
                        Opcodes.INVOKESPECIAL,
                        type,
                        "<init>",
                        message == null ? "()V" : "(Ljava/lang/String;)V",
                        false);
            }
        };
    }

    @Override
    public Set<String> places() {
        return Set.of("InstrumentationImpl.loadClassAndCallAgentmain");
    }
}
