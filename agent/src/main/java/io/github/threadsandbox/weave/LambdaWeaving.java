package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/** {@code LambdaMetafactory}: where a lambda or a method reference is linked, whose own class nobody can weave. */
final class LambdaWeaving implements Weaving {
    private static final String LINKED = "(Ljava/lang/invoke/CallSite;Ljava/lang/invoke/MethodHandles$Lookup;"
            + "Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;";

    @Override
    public String className() {
        return "java/lang/invoke/LambdaMetafactory";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        if (!name.equals("metafactory") && !name.equals("altMetafactory")) {
            return next;
        }
        // Both are static and begin with (Lookup caller, String name, MethodType factoryType.
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitVarInsn(Opcodes.ALOAD, 2);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, "java/util/concurrent/ThreadSandboxLambda", "linked", LINKED, false);
                    woven.add("LambdaMetafactory." + name);
                }
                super.visitInsn(opcode);
            }
        };
    }

    @Override
    public Set<String> places() {
        return Set.of("LambdaMetafactory.metafactory", "LambdaMetafactory.altMetafactory");
    }
}
