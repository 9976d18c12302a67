package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * {@code java.lang.VirtualThread}: gets its scheduler while it is made, is looked at again when it starts (by then it has its
 * name), and runs on its own scheduler's carriers only.
 */
final class VirtualThreadWeaving implements Weaving {
    private static final String GATE = "java/lang/ThreadSandboxGate";

    @Override
    public String className() {
        return "java/lang/VirtualThread";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        return switch (name + descriptor) {
            // VirtualThread(Executor scheduler, String name, int characteristics, Runnable task). Before the call of
            // super():
            // parameters may be changed there (JVMS 4.10.1.9), and no frame is needed.
            case "<init>(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)V" ->
                GateCall.atHeadOf(
                        next,
                        gate(
                                "scheduler",
                                "(Ljava/util/concurrent/Executor;Ljava/lang/String;Ljava/lang/Runnable;)"
                                        + "Ljava/util/concurrent/Executor;"),
                        () -> woven.add("VirtualThread.<init>"),
                        1,
                        2,
                        4);
            case "start(Ljdk/internal/vm/ThreadContainer;)V" ->
                GateCall.atHead(
                        next, 0, gate("startVirtual", "(Ljava/lang/Thread;)V"), () -> woven.add("VirtualThread.start"));
            case "runContinuation()V" ->
                GateCall.onlyIf(
                        next, gate("mount", "(Ljava/lang/Thread;)Z"), () -> woven.add("VirtualThread.runContinuation"));
            default -> next;
        };
    }

    private static GateCall.Target gate(String name, String descriptor) {
        return new GateCall.Target(GATE, name, descriptor);
    }

    @Override
    public Set<String> places() {
        return Set.of("VirtualThread.<init>", "VirtualThread.start", "VirtualThread.runContinuation");
    }
}
