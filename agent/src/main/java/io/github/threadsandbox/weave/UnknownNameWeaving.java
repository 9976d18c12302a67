package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@code sun.net.InetAddressCachePolicy}: a name that a confined thread did not find is not remembered as unknown. {@code
 * InetAddress} asks {@code getNegative} on the thread that looked, and keeps nothing where that says 0.
 */
final class UnknownNameWeaving implements Weaving {
    @Override
    public String className() {
        return "sun/net/InetAddressCachePolicy";
    }

    @Override
    public boolean atStart() {
        return false;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        if (!(name + descriptor).equals("getNegative()I")) {
            return next;
        }
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.IRETURN) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            "java/util/concurrent/ThreadSandboxHandOff",
                            "unknownFor",
                            "(I)I",
                            false);
                    woven.add("InetAddressCachePolicy.getNegative");
                }
                super.visitInsn(opcode);
            }
        };
    }

    @Override
    public Set<String> places() {
        return Set.of("InetAddressCachePolicy.getNegative");
    }
}
