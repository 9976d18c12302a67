package io.github.threadsandbox.weave;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Executors of an application's own classes, those of frameworks above all: where one takes a task from a confined thread, the
 * thread's roles are put around it. Woven is the head of each method that takes tasks, by one call without a branch, so that
 * line numbers and stack maps stay. Whether the object is an executor is looked at when the method is called, by a confined
 * thread: at load time that would take other classes' files, and to ask an application's class loader for those is to run
 * application code.
 */
final class ApplicationPools {
    private static final String HAND_OFF = "java/util/concurrent/ThreadSandboxHandOff";
    private static final String EXECUTORS = "java/util/concurrent/ThreadSandboxExecutors";

    /** Netty's: whether the calling thread is the executor's. */
    private static final String IN_EVENT_LOOP = "inEventLoop(Ljava/lang/Thread;)Z";

    private static final GateCall.Target STANDS_FOR =
            new GateCall.Target(HAND_OFF, "standsFor", "(Ljava/lang/Thread;)Ljava/lang/Thread;");

    private static final GateCall.Target CARRY =
            new GateCall.Target(HAND_OFF, "carry", "(Ljava/lang/Runnable;)Ljava/lang/Runnable;");

    /** How Guava's futures take listeners: with the executor that each is to be handed to. */
    private static final String WITH_EXECUTOR = "(Ljava/lang/Runnable;Ljava/util/concurrent/Executor;)V";

    private static final GateCall.Target LISTENER = new GateCall.Target(
            EXECUTORS,
            "carryListener",
            "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Runnable;)Ljava/lang/Runnable;");

    private static final FrameworkNames NAMED = new FrameworkNames(Stream.of(
                    TaskMethods.others(), PoolGrowth.pools(), MadeWorkWeaving.NAMES.all(), ListenerWeaving.NAMES.all())
            .flatMap(Set::stream)
            .collect(Collectors.toSet()));

    private ApplicationPools() {}

    /** Whether a class that is loaded already may have to be woven. */
    static boolean isConcerned(Class<?> type) {
        String name = type.getName().replace('.', '/');
        return Executor.class.isAssignableFrom(type)
                || TaskMethods.isOther(name)
                || MadeWorkWeaving.NAMES.knows(name)
                || ListenerWeaving.NAMES.knows(name);
    }

    /** Whether a class is woven for its name alone, which is at a place in its file. */
    static boolean isConcerned(byte[] file, int at, int length) {
        return NAMED.has(file, at, length);
    }

    /**
     * The class with its work followed, or null if it stays. Its name is its file's own: a class loader need not say it.
     */
    static byte[] weave(byte[] classFile, ClassFileScan scan) {
        if (!scan.isNamed() && !scan.takesTasks()) {
            return null;
        }
        ClassReader reader = OpenedClassReader.of(classFile);
        String className = reader.getClassName();
        if (ListenerWeaving.NAMES.knows(className)) {
            return ListenerWeaving.rewrite(classFile);
        }
        if (!MadeWorkWeaving.NAMES.knows(className)) {
            return woven(className, reader);
        }
        byte[] made = MadeWorkWeaving.rewrite(classFile);
        byte[] taking = woven(className, OpenedClassReader.of(made));
        return taking == null ? made : taking;
    }

    /** The class with its tasks carried, or null if it takes none. */
    private static byte[] woven(String className, ClassReader reader) {
        boolean[] concerned = new boolean[1];
        reader.accept(
                new ClassVisitor(OpenedClassReader.ASM_API) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        concerned[0] |= takesTask(className, access, name, descriptor);
                        return null;
                    }
                },
                ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return concerned[0] || PoolGrowth.isPool(className) ? rewrite(className, reader) : null;
    }

    private static boolean takesTask(String className, int access, String name, String descriptor) {
        return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_STATIC)) == 0
                && TaskMethods.taskVariable(className, name, descriptor) > 0;
    }

    private static byte[] rewrite(String className, ClassReader reader) {
        return MethodRewrite.of(reader, (next, access, name, descriptor) -> {
            if (PoolGrowth.startsWorker(className, name, descriptor)) {
                return GateCall.doneElsewhere(next, className, name, descriptor, PoolGrowth.GROW, () -> {});
            }
            if (PoolGrowth.isPool(className) && (name + descriptor).equals(IN_EVENT_LOOP)) {
                return GateCall.atHead(next, 1, STANDS_FOR, () -> {});
            }
            if (name.equals("<init>") && PoolGrowth.isPool(className)) {
                return GateCall.whenMade(next, PoolGrowth.MADE, () -> {}, 0);
            }
            return takesTask(className, access, name, descriptor) ? carrying(next, className, name, descriptor) : next;
        });
    }

    private static MethodVisitor carrying(MethodVisitor next, String className, String name, String descriptor) {
        int task = TaskMethods.taskVariable(className, name, descriptor);
        if (MadeWorkWeaving.NAMES.knows(className)) {
            // An executor that has its maker's roles runs others' tasks under theirs.
            return GateCall.atHead(next, task, CARRY, () -> {});
        }
        return TaskMethods.isFuture(className) && descriptor.equals(WITH_EXECUTOR)
                ? GateCall.atHead(next, LISTENER, () -> {}, 0, 2, task)
                : GateCall.atHead(next, target(className, name, descriptor), () -> {}, 0, task);
    }

    private static GateCall.Target target(String className, String name, String descriptor) {
        String task = TaskMethods.isOther(className, name)
                ? "Ljava/lang/Runnable;"
                : Type.getArgumentTypes(descriptor)[0].getDescriptor();
        return new GateCall.Target(
                EXECUTORS, TaskMethods.carries(className, name), "(Ljava/lang/Object;" + task + ")" + task);
    }
}
