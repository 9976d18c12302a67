package io.github.threadsandbox.weave;

import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Frameworks' futures, whose listeners are objects of an interface of their own and are called by whoever completes the future: Netty's
 * and Vert.x's. A confined thread's listener has the thread's roles put around it where the future takes it, and is found again
 * where the future is to drop it.
 */
final class ListenerWeaving {
    private static final Map<String, Methods> CLASSES = Map.of(
            "io/netty/util/concurrent/DefaultPromise", new Methods("addListener0", "removeListener0"),
            // Several listeners of one promise, which has taken them.
            "io/netty/util/concurrent/DefaultFutureListeners", new Methods("", "remove"),
            "io/vertx/core/impl/future/FutureImpl", new Methods("addListener", "removeListener"));

    static final FrameworkNames NAMES = new FrameworkNames(CLASSES.keySet());

    private static final String LISTENER = "GenericFutureListener";

    /** Netty asks a listener whether it is one of these, which are told of progress, too. */
    private static final String OF_PROGRESS = "GenericProgressiveFutureListener";

    private static final String EXECUTORS = "java/util/concurrent/ThreadSandboxExecutors";

    private static final GateCall.Target TAKEN =
            new GateCall.Target(EXECUTORS, "carryListener", "(Ljava/lang/Object;Ljava/lang/Class;)Ljava/lang/Object;");

    private static final GateCall.Target DROPPED = new GateCall.Target(
            EXECUTORS, "carriedListener", "(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");

    private ListenerWeaving() {}

    static byte[] rewrite(byte[] classFile) {
        ClassReader reader = OpenedClassReader.of(classFile);
        Field listeners = listeners(reader);
        Methods methods = CLASSES.get(NAMES.original(reader.getClassName()));
        boolean[] takes = {methods.takes().isEmpty()};
        byte[] rewritten = MethodRewrite.of(reader, (next, access, name, descriptor) -> {
            Type[] parameters = Type.getArgumentTypes(descriptor);
            if (parameters.length != 1 || parameters[0].getSort() != Type.OBJECT || !isOwn(access)) {
                return next;
            }
            String type = parameters[0].getInternalName();
            if (name.equals(methods.takes())) {
                takes[0] = true;
                return type.endsWith("/" + LISTENER)
                        ? taking(taking(next, type, type.replace(LISTENER, OF_PROGRESS)), type, type)
                        : taking(next, type, type);
            }
            return name.equals(methods.drops()) && listeners != null
                    ? dropping(next, reader.getClassName(), listeners, type)
                    : next;
        });
        if (!takes[0]) {
            throw new IllegalArgumentException("it takes its listeners by no method that the agent knows");
        }
        return rewritten;
    }

    /** Neither a bridge, whose method is called in its turn, nor static or without code. */
    private static boolean isOwn(int access) {
        return (access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    }

    /** Puts what calls the listener under its roles in its place: by an interface, where it has that. */
    private static MethodVisitor taking(MethodVisitor next, String type, String by) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 1);
                super.visitLdcInsn(Type.getObjectType(by));
                keep(getDelegate(), TAKEN, type);
            }
        };
    }

    private static MethodVisitor dropping(MethodVisitor next, String className, Field listeners, String type) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitFieldInsn(Opcodes.GETFIELD, className, listeners.name(), listeners.descriptor());
                super.visitVarInsn(Opcodes.ALOAD, 1);
                keep(getDelegate(), DROPPED, type);
            }
        };
    }

    private static void keep(MethodVisitor to, GateCall.Target target, String type) {
        to.visitMethodInsn(Opcodes.INVOKESTATIC, target.owner(), target.name(), target.descriptor(), false);
        to.visitTypeInsn(Opcodes.CHECKCAST, type);
        to.visitVarInsn(Opcodes.ASTORE, 1);
    }

    /** Where a class keeps its one listener, or all of them; null if it is not as the agent knows it. */
    private static Field listeners(ClassReader reader) {
        Field[] found = new Field[1];
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API) {
                    @Override
                    public FieldVisitor visitField(
                            int access, String name, String descriptor, String signature, Object value) {
                        if (name.equals("listener") || (name.equals("listeners") && found[0] == null)) {
                            found[0] = new Field(name, descriptor);
                        }
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found[0];
    }

    /** By which a class takes a listener, or none, and by which it drops one. */
    private record Methods(String takes, String drops) {}

    private record Field(String name, String descriptor) {}
}
