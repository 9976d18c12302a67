package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/** {@code java.lang.VirtualThread}: made with a task, and started once it has its name. */
final class VirtualThreadWeaving implements Weaving {
    private static final String GATE = "java/lang/ThreadSandboxGate";

    @Override
    public String className() {
        return "java/lang/VirtualThread";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        return switch (name + descriptor) {
            // VirtualThread(Executor scheduler, String name, int characteristics, Runnable task)
            case "<init>(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)V" ->
                GateCall.whenMade(
                        next,
                        new GateCall.Target(GATE, "madeVirtual", "(Ljava/lang/Thread;Ljava/lang/Runnable;)V"),
                        () -> woven.add("VirtualThread.<init>"),
                        0,
                        4);
            case "start(Ljdk/internal/vm/ThreadContainer;)V" ->
                GateCall.atHead(
                        next,
                        0,
                        new GateCall.Target(GATE, "startVirtual", "(Ljava/lang/Thread;)V"),
                        () -> woven.add("VirtualThread.start"));
            default -> next;
        };
    }

    @Override
    public Set<String> places() {
        return Set.of("VirtualThread.<init>", "VirtualThread.start");
    }
}
