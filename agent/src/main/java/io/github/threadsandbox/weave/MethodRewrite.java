package io.github.threadsandbox.weave;

import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.utility.OpenedClassReader;

/** Writes a class file anew, some of its methods woven; all else stays as it is. */
final class MethodRewrite {
    private MethodRewrite() {}

    /** Weaves one method. */
    interface Methods {
        /** What reads the method as it is; {@code next} for one that stays. */
        MethodVisitor method(MethodVisitor next, int access, String name, String descriptor);

        /** Looks at a constant. */
        default void constant(String name, Object value) {}
    }

    static byte[] of(ClassReader reader, Methods methods) {
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API, writer) {
                    @Override
                    public FieldVisitor visitField(
                            int access, String name, String descriptor, String signature, Object value) {
                        if (value != null) {
                            methods.constant(name, value);
                        }
                        return super.visitField(access, name, descriptor, signature, value);
                    }

                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return methods.method(
                                super.visitMethod(access, name, descriptor, signature, exceptions),
                                access,
                                name,
                                descriptor);
                    }
                },
                0);
        return writer.toByteArray();
    }
}
