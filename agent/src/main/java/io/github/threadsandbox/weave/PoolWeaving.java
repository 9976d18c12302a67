package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * {@code ThreadPoolExecutor}: where a task goes into its queue, where it comes out, and what hooks, handlers and lists are
 * shown of it.
 */
final class PoolWeaving implements Weaving {
    private static final String PACKAGE = "java/util/concurrent/";
    private static final String QUEUE = PACKAGE + "BlockingQueue";
    private static final String TASK = "Ljava/lang/Runnable;";
    private static final String LIST = "Ljava/util/List;";
    private static final String POOL = "L" + PACKAGE + "ThreadPoolExecutor;";
    private static final GateCall.Target BARE = target("bare", "(" + TASK + ")" + TASK);

    @Override
    public String className() {
        return PACKAGE + "ThreadPoolExecutor";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        return switch (name) {
            case "<init>" ->
                GateCall.whenMade(
                        next,
                        new GateCall.Target(PACKAGE + "ThreadSandboxHandOff", "made", "(Ljava/lang/Object;)V"),
                        note(woven, "made"),
                        0);
            case "execute" ->
                GateCall.atHead(
                        offer(next, note(woven, "offer")),
                        1,
                        target("submitted", "(" + TASK + ")V"),
                        note(woven, "execute"));
            case "addWorker" ->
                // First the task gets its roles, then the worker is started by whoever may.
                GateCall.doneElsewhere(
                        GateCall.atHead(
                                next, target("first", "(" + POOL + TASK + ")" + TASK), note(woven, "addWorker"), 0, 1),
                        className(),
                        name,
                        descriptor,
                        PoolGrowth.GROW,
                        note(woven, "growth"));
            case "getQueue" -> given(next, note(woven, "getQueue"));
            case "setThreadFactory" ->
                CallbackWeaving.parameter(next, 1, PACKAGE + "ThreadFactory", note(woven, "setThreadFactory"));
            case "setRejectedExecutionHandler" ->
                CallbackWeaving.parameter(
                        next, 1, PACKAGE + "RejectedExecutionHandler", note(woven, "setRejectedExecutionHandler"));
            case "getThreadFactory" ->
                CallbackWeaving.given(next, PACKAGE + "ThreadFactory", note(woven, "getThreadFactory"));
            case "getRejectedExecutionHandler" ->
                CallbackWeaving.given(
                        next, PACKAGE + "RejectedExecutionHandler", note(woven, "getRejectedExecutionHandler"));
            case "runWorker" ->
                GateCall.inPlaceOf(
                        hooks(taken(next, note(woven, "getTask")), woven),
                        "java/lang/Runnable",
                        "run",
                        "()V",
                        target("run", "(" + TASK + ")V"),
                        note(woven, "runWorker"));
            case "reject" -> GateCall.atHead(next, 1, target("rejected", "(" + TASK + ")V"), note(woven, "reject"));
            case "remove" ->
                GateCall.inPlaceOf(
                        next,
                        QUEUE,
                        "remove",
                        "(Ljava/lang/Object;)Z",
                        target("remove", "(L" + QUEUE + ";Ljava/lang/Object;)Z"),
                        note(woven, "remove"));
            case "drainQueue" -> drained(next, note(woven, "drainQueue"));
            default -> next;
        };
    }

    private static MethodVisitor offer(MethodVisitor next, Runnable woven) {
        GateCall.Target offer = target("offer", "(L" + QUEUE + ";Ljava/lang/Object;" + POOL + ")Z");
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                if (owner.equals(QUEUE) && called.equals("offer")) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, offer.owner(), offer.name(), offer.descriptor(), false);
                    woven.run();
                } else {
                    super.visitMethodInsn(opcode, owner, called, calledDescriptor, isInterface);
                }
            }
        };
    }

    /** Whoever has the queue can put tasks into it. */
    private static MethodVisitor given(MethodVisitor next, Runnable woven) {
        GateCall.Target given = target("given", "(" + POOL + "L" + QUEUE + ";)V");
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitInsn(Opcodes.DUP);
                super.visitFieldInsn(Opcodes.GETFIELD, PACKAGE + "ThreadPoolExecutor", "workQueue", "L" + QUEUE + ";");
                super.visitMethodInsn(Opcodes.INVOKESTATIC, given.owner(), given.name(), given.descriptor(), false);
                woven.run();
            }
        };
    }

    /** What a worker takes out of the queue. */
    private static MethodVisitor taken(MethodVisitor next, Runnable woven) {
        GateCall.Target taken = target("taken", "(" + TASK + POOL + ")" + TASK);
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                super.visitMethodInsn(opcode, owner, called, calledDescriptor, isInterface);
                if (called.equals("getTask")) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, taken.owner(), taken.name(), taken.descriptor(), false);
                    woven.run();
                }
            }
        };
    }

    /** {@code beforeExecute(thread, task)} and {@code afterExecute(task, thrown)} get the application's task. */
    private static MethodVisitor hooks(MethodVisitor next, Woven woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitMethodInsn(
                    int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
                if (called.equals("beforeExecute")) {
                    bare();
                    woven.add("ThreadPoolExecutor.beforeExecute");
                } else if (called.equals("afterExecute")) {
                    super.visitInsn(Opcodes.SWAP);
                    bare();
                    super.visitInsn(Opcodes.SWAP);
                    woven.add("ThreadPoolExecutor.afterExecute");
                }
                super.visitMethodInsn(opcode, owner, called, calledDescriptor, isInterface);
            }

            private void bare() {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, BARE.owner(), BARE.name(), BARE.descriptor(), false);
            }
        };
    }

    private static MethodVisitor drained(MethodVisitor next, Runnable woven) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN) {
                    GateCall.Target drained = target("drained", "(" + LIST + ")" + LIST);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, drained.owner(), drained.name(), drained.descriptor(), false);
                    woven.run();
                }
                super.visitInsn(opcode);
            }
        };
    }

    private static GateCall.Target target(String method, String descriptor) {
        return new GateCall.Target(PACKAGE + "ThreadSandboxQueue", method, descriptor);
    }

    private static Runnable note(Woven woven, String place) {
        return () -> woven.add("ThreadPoolExecutor." + place);
    }

    @Override
    public Set<String> places() {
        return Set.of(
                "ThreadPoolExecutor.made",
                "ThreadPoolExecutor.execute",
                "ThreadPoolExecutor.offer",
                "ThreadPoolExecutor.addWorker",
                "ThreadPoolExecutor.growth",
                "ThreadPoolExecutor.getQueue",
                "ThreadPoolExecutor.getTask",
                "ThreadPoolExecutor.setThreadFactory",
                "ThreadPoolExecutor.setRejectedExecutionHandler",
                "ThreadPoolExecutor.getThreadFactory",
                "ThreadPoolExecutor.getRejectedExecutionHandler",
                "ThreadPoolExecutor.runWorker",
                "ThreadPoolExecutor.beforeExecute",
                "ThreadPoolExecutor.afterExecute",
                "ThreadPoolExecutor.reject",
                "ThreadPoolExecutor.remove",
                "ThreadPoolExecutor.drainQueue");
    }
}
