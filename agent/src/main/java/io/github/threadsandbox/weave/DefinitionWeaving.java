package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@code ClassLoader.defineClass}: what a class builds on is loaded before it, and so woven before it; and one that is to be woven is
 * not defined where the stack may end in the middle.
 */
final class DefinitionWeaving implements Weaving {
    private static final String SUPERS = "java/lang/ThreadSandboxSupers";

    @Override
    public String className() {
        return "java/lang/ClassLoader";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        return switch (name + descriptor) {
            // defineClass(String name, byte[] b, int off, int len, ProtectionDomain protectionDomain)
            case "defineClass(Ljava/lang/String;[BIILjava/security/ProtectionDomain;)Ljava/lang/Class;" ->
                new MethodVisitor(OpenedClassReader.ASM_API, next) {
                    @Override
                    public void visitCode() {
                        super.visitCode();
                        super.visitVarInsn(Opcodes.ALOAD, 0);
                        super.visitVarInsn(Opcodes.ALOAD, 2);
                        super.visitVarInsn(Opcodes.ILOAD, 3);
                        super.visitVarInsn(Opcodes.ILOAD, 4);
                        super.visitMethodInsn(
                                Opcodes.INVOKESTATIC, SUPERS, "load", "(Ljava/lang/ClassLoader;[BII)V", false);
                        woven.add("ClassLoader.defineClass of bytes");
                    }
                };
            // defineClass(String name, ByteBuffer b, ProtectionDomain protectionDomain)
            case "defineClass(Ljava/lang/String;Ljava/nio/ByteBuffer;Ljava/security/ProtectionDomain;)Ljava/lang/Class;" ->
                GateCall.atHead(
                        next,
                        new GateCall.Target(SUPERS, "load", "(Ljava/lang/ClassLoader;Ljava/nio/ByteBuffer;)V"),
                        () -> woven.add("ClassLoader.defineClass of a buffer"),
                        0,
                        2);
            default -> next;
        };
    }

    @Override
    public Set<String> places() {
        return Set.of("ClassLoader.defineClass of bytes", "ClassLoader.defineClass of a buffer");
    }
}
