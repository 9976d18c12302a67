package io.github.threadsandbox.weave;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.TypePath;
import net.bytebuddy.utility.OpenedClassReader;

/** Reads one method into two: what is said about it stays with the outer one, its code goes into the body. */
final class Split extends MethodVisitor {
    private final MethodVisitor outer;
    private final RoleCall call;

    Split(MethodVisitor outer, MethodVisitor body, RoleCall call) {
        super(OpenedClassReader.ASM_API, body);
        this.outer = outer;
        this.call = call;
    }

    @Override
    public void visitParameter(String name, int access) {
        outer.visitParameter(name, access);
    }

    @Override
    public AnnotationVisitor visitAnnotationDefault() {
        return outer.visitAnnotationDefault();
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return outer.visitAnnotation(descriptor, visible);
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int reference, TypePath path, String descriptor, boolean visible) {
        return outer.visitTypeAnnotation(reference, path, descriptor, visible);
    }

    @Override
    public void visitAnnotableParameterCount(int count, boolean visible) {
        outer.visitAnnotableParameterCount(count, visible);
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean visible) {
        return outer.visitParameterAnnotation(parameter, descriptor, visible);
    }

    @Override
    public void visitAttribute(Attribute attribute) {
        outer.visitAttribute(attribute);
    }

    @Override
    public void visitEnd() {
        super.visitEnd();
        call.writeTo(outer);
    }
}
