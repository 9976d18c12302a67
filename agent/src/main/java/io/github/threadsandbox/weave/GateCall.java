package io.github.threadsandbox.weave;

import java.util.function.Consumer;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/** Weaves one call into a method, and counts it. */
final class GateCall {
    private GateCall() {}

    /**
     * A static method that woven code calls.
     *
     * @param owner its class, by internal name
     * @param name its name
     * @param descriptor its parameters and result
     */
    record Target(String owner, String name, String descriptor) {}

    /** Pushes a variable and calls the target before the method's first instruction; keeps what it returns there. */
    static MethodVisitor atHead(MethodVisitor next, int variable, Target target, Runnable woven) {
        return atHead(next, target, woven, variable);
    }

    /** The same with several variables; what is returned is kept in the last. */
    static MethodVisitor atHead(MethodVisitor next, Target target, Runnable woven, int... variables) {
        return atHead(next, target, variables[variables.length - 1], woven, variables);
    }

    /** Calls the target, which takes nothing and returns nothing, before the method's first instruction. */
    static MethodVisitor atHead(MethodVisitor next, Target target, Runnable woven) {
        return atHead(next, target, 0, woven);
    }

    /** The same with several variables; what is returned is kept in the first. */
    static MethodVisitor atHeadOf(MethodVisitor next, Target target, Runnable woven, int... variables) {
        return atHead(next, target, variables[0], woven, variables);
    }

    private static MethodVisitor atHead(
            MethodVisitor next, Target target, int result, Runnable woven, int... variables) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                for (int variable : variables) {
                    super.visitVarInsn(Opcodes.ALOAD, variable);
                }
                super.visitMethodInsn(Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                if (!target.descriptor().endsWith("V")) {
                    super.visitVarInsn(Opcodes.ASTORE, result);
                }
                woven.run();
            }
        };
    }

    /**
     * Asks the target, with {@code this} or a static method's first parameter, before the method's first instruction, and
     * leaves it there if the answer is no.
     */
    static MethodVisitor onlyIf(MethodVisitor next, Target target, Runnable woven) {
        return ask(next, target, Opcodes.IFNE, woven);
    }

    /** The same if the answer is yes. */
    static MethodVisitor doneIf(MethodVisitor next, Target target, Runnable woven) {
        return ask(next, target, Opcodes.IFEQ, woven);
    }

    private static MethodVisitor ask(MethodVisitor next, Target target, int goesOn, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label goOn = new Label();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                super.visitJumpInsn(goesOn, goOn);
                super.visitInsn(Opcodes.RETURN);
                super.visitLabel(goOn);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                woven.run();
            }
        };
    }

    /**
     * At the head of a task's {@code run}: it returns at once if a lane has run the task, because of the roles that came with
     * what it calls.
     *
     * @param handler pushes what the task calls, or the task
     */
    static MethodVisitor onLane(MethodVisitor next, Consumer<MethodVisitor> handler, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label here = new Label();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                handler.accept(getDelegate());
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC,
                        "java/util/concurrent/ThreadSandboxHandOff",
                        "elsewhere",
                        "(Ljava/lang/Runnable;Ljava/lang/Object;)Z",
                        false);
                super.visitJumpInsn(Opcodes.IFEQ, here);
                super.visitInsn(Opcodes.RETURN);
                super.visitLabel(here);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                woven.run();
            }
        };
    }

    /** Calls the target in place of an instance method, with the same object and arguments from the stack. */
    static MethodVisitor inPlaceOf(
            MethodVisitor next, String owner, String name, String descriptor, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(
                    int opcode, String calledOwner, String called, String calledDescriptor, boolean isInterface) {
                if (calledOwner.equals(owner) && called.equals(name) && calledDescriptor.equals(descriptor)) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                } else {
                    super.visitMethodInsn(opcode, calledOwner, called, calledDescriptor, isInterface);
                }
            }
        };
    }

    /** Calls the target in place of an assignment to a field, with the object and the value from the stack. */
    static MethodVisitor inPlaceOfStore(MethodVisitor next, String owner, String field, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitFieldInsn(int opcode, String fieldOwner, String name, String descriptor) {
                if (opcode == Opcodes.PUTFIELD && fieldOwner.equals(owner) && name.equals(field)) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                } else {
                    super.visitFieldInsn(opcode, fieldOwner, name, descriptor);
                }
            }
        };
    }

    /** Calls the target in place of a stream's default method, with the stream from the stack and {@code this}. */
    static MethodVisitor inPlaceOfDefault(MethodVisitor next, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (name.equals("defaultReadObject") || name.equals("defaultWriteObject")) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                } else {
                    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                }
            }
        };
    }

    /** Pushes variables and calls the target where a constructor returns. */
    static MethodVisitor whenMade(MethodVisitor next, Target target, Runnable woven, int... variables) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.RETURN) {
                    for (int variable : variables) {
                        super.visitVarInsn(Opcodes.ALOAD, variable);
                    }
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                }
                super.visitInsn(opcode);
            }
        };
    }

    /** Passes the object to the target before an instance method without parameters is called on it. */
    static MethodVisitor before(MethodVisitor next, String owner, String name, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(
                    int opcode, String calledOwner, String called, String calledDescriptor, boolean isInterface) {
                if (calledOwner.equals(owner) && called.equals(name) && calledDescriptor.startsWith("()")) {
                    super.visitInsn(Opcodes.DUP);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    woven.run();
                }
                super.visitMethodInsn(opcode, calledOwner, called, calledDescriptor, isInterface);
            }
        };
    }

    /** Puts what the target makes of a variable, called by an interface, in the variable's place at a method's head. */
    static MethodVisitor callbackAtHead(MethodVisitor next, int variable, String type, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, variable);
                callback(getDelegate(), type, target);
                super.visitVarInsn(Opcodes.ASTORE, variable);
                woven.run();
            }
        };
    }

    /** The same for what is put into a field. */
    static MethodVisitor callbackInto(MethodVisitor next, String field, String type, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                if (opcode == Opcodes.PUTFIELD && name.equals(field)) {
                    callback(getDelegate(), type, target);
                    woven.run();
                }
                super.visitFieldInsn(opcode, owner, name, descriptor);
            }
        };
    }

    /** Reads what the target makes of what is in a field. */
    static MethodVisitor seen(MethodVisitor next, String field, String type, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                super.visitFieldInsn(opcode, owner, name, descriptor);
                if (opcode == Opcodes.GETFIELD && name.equals(field)) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    super.visitTypeInsn(Opcodes.CHECKCAST, type);
                    woven.run();
                }
            }
        };
    }

    /** Returns what the target makes of what the method would return. */
    static MethodVisitor returned(MethodVisitor next, String type, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN) {
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                    super.visitTypeInsn(Opcodes.CHECKCAST, type);
                    woven.run();
                }
                super.visitInsn(opcode);
            }
        };
    }

    /**
     * Asks the target, with the object, the method and its arguments, whether it has done the method's work elsewhere, and
     * returns what it returned.
     */
    static MethodVisitor doneElsewhere(
            MethodVisitor next, String className, String name, String descriptor, Target target, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitLdcInsn(className.replace('/', '.'));
                super.visitLdcInsn(name);
                Boxing.pushArguments(getDelegate(), descriptor, false, false);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
                Label here = new Label();
                super.visitInsn(Opcodes.DUP);
                super.visitJumpInsn(Opcodes.IFNULL, here);
                Boxing.giveBack(getDelegate(), descriptor);
                super.visitLabel(here);
                super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Object"});
                super.visitInsn(Opcodes.POP);
                woven.run();
            }
        };
    }

    private static void callback(MethodVisitor to, String type, Target target) {
        to.visitLdcInsn(Type.getObjectType(type));
        to.visitMethodInsn(Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
        to.visitTypeInsn(Opcodes.CHECKCAST, type);
    }
}
