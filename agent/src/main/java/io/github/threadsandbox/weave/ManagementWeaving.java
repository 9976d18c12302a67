package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@code ManagementFactory}: where the platform's MBean server is made, the agent's bean is registered with it, by the thread
 * that needs the server. To make it beforehand would load half of {@code java.management} into every JVM, and settle what an
 * application may want to settle itself ({@code javax.management.builder.initial}).
 */
final class ManagementWeaving implements Weaving {
    private static final String OWNER = "java/lang/management/ManagementFactory";
    private static final String FIELD = "platformMBeanServer";
    private static final String PLACE = "ManagementFactory.getPlatformMBeanServer";

    @Override
    public String className() {
        return OWNER;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        if (!name.equals("getPlatformMBeanServer")) {
            return next;
        }
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitFieldInsn(int opcode, String owner, String field, String type) {
                super.visitFieldInsn(opcode, owner, field, type);
                if (opcode == Opcodes.PUTSTATIC && owner.equals(OWNER) && field.equals(FIELD)) {
                    super.visitFieldInsn(Opcodes.GETSTATIC, owner, field, type);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            "java/lang/management/ThreadSandboxCoverage",
                            "register",
                            "(Ljavax/management/MBeanServer;)V",
                            false);
                    woven.add(PLACE);
                }
            }
        };
    }

    @Override
    public Set<String> places() {
        return Set.of(PLACE);
    }
}
