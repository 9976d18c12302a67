package io.github.threadsandbox.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Weaves an exception handler around a whole method: what goes well does not come by. The handler looks at the exception, which is on the
 * stack, and it is thrown on.
 */
final class OnThrow extends MethodVisitor {
    private final String exception;
    private final List<Object> locals;
    private final Consumer<MethodVisitor> look;
    private final Label start = new Label();

    /**
     * For one method.
     *
     * @param isStatic whether the method has no {@code this}
     * @param descriptor its parameters, none of which it gives a value of another type
     * @param exception what is caught, by internal name
     * @param look takes one exception from the stack
     */
    OnThrow(MethodVisitor next, boolean isStatic, String descriptor, String exception, Consumer<MethodVisitor> look) {
        super(OpenedClassReader.ASM_API, next);
        this.exception = exception;
        this.locals = locals(isStatic, descriptor);
        this.look = look;
    }

    /** What the handler may read: the parameters; not {@code this}, whose type nobody needs. */
    private static List<Object> locals(boolean isStatic, String descriptor) {
        List<Object> locals = new ArrayList<>();
        if (!isStatic) {
            locals.add(Opcodes.TOP);
        }
        for (Type type : Type.getArgumentTypes(descriptor)) {
            locals.add(
                    switch (type.getSort()) {
                        case Type.LONG -> Opcodes.LONG;
                        case Type.OBJECT, Type.ARRAY -> type.getInternalName();
                        default -> Opcodes.INTEGER;
                    });
        }
        return locals;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        super.visitLabel(start);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        // The last in the table: the method's own handlers come first.
        super.visitTryCatchBlock(start, end, end, exception);
        super.visitLabel(end);
        handler(mv, locals, exception, look);
        super.visitMaxs(maxStack, maxLocals);
    }

    private static void handler(MethodVisitor to, List<Object> locals, String exception, Consumer<MethodVisitor> look) {
        to.visitFrame(Opcodes.F_FULL, locals.size(), locals.toArray(), 1, new Object[] {exception});
        to.visitInsn(Opcodes.DUP);
        look.accept(to);
        to.visitInsn(Opcodes.ATHROW);
    }

    /** The same around one call that takes an object and, last, a text, which the handler finds on the stack above the exception. */
    static final class OfCall extends MethodVisitor {
        /** Behind all that the method has itself. */
        private static final int TEXT = 40;

        private final String owner;
        private final String called;
        private final String exception;
        private final Consumer<MethodVisitor> look;
        private final Label start = new Label();
        private final Label end = new Label();
        private boolean found;

        OfCall(MethodVisitor next, String owner, String called, String exception, Consumer<MethodVisitor> look) {
            super(OpenedClassReader.ASM_API, next);
            this.owner = owner;
            this.called = called;
            this.exception = exception;
            this.look = look;
        }

        @Override
        public void visitMethodInsn(int opcode, String ofOwner, String name, String descriptor, boolean isInterface) {
            boolean isIt = !found && ofOwner.equals(owner) && called.equals(name + descriptor);
            if (isIt) {
                found = true;
                super.visitInsn(Opcodes.DUP);
                super.visitVarInsn(Opcodes.ASTORE, TEXT);
                super.visitLabel(start);
            }
            super.visitMethodInsn(opcode, ofOwner, name, descriptor, isInterface);
            if (isIt) {
                super.visitLabel(end);
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            if (found) {
                Label handler = new Label();
                super.visitTryCatchBlock(start, end, handler, exception);
                super.visitLabel(handler);
                Object[] locals = new Object[TEXT + 1];
                Arrays.fill(locals, Opcodes.TOP);
                locals[TEXT] = "java/lang/String";
                handler(mv, List.of(locals), exception, to -> {
                    to.visitVarInsn(Opcodes.ALOAD, TEXT);
                    look.accept(to);
                });
            }
            super.visitMaxs(maxStack, maxLocals);
        }
    }
}
