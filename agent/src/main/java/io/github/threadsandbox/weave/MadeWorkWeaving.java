package io.github.threadsandbox.weave;

import java.util.Set;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Work that frameworks hand on by whoever happens to be there: who resumes a coroutine, completes a future, sends a message. It
 * has the roles of who made it. {@code ThreadSandboxHandOff} knows these classes by the same names, and puts nothing around
 * them.
 */
final class MadeWorkWeaving {
    private static final Set<String> CLASSES = Set.of(
            // Its timer's thread, or whatever executor the timer has, runs it.
            "io/netty/util/HashedWheelTimer$HashedWheelTimeout",
            // A coroutine from one suspension to the next: made by the thread that it runs on.
            "kotlinx/coroutines/DispatchedTask",
            // What map, flatMap or foreach registers with a future (Scala 2.13 and 3; 2.12).
            "scala/concurrent/impl/Promise$Transformation",
            "scala/concurrent/impl/CallbackRunnable",
            // An actor: its messages are run by it, whoever sends them.
            "org/apache/pekko/dispatch/Mailbox",
            "akka/dispatch/Mailbox");

    private static final GateCall.Target ATTACH =
            new GateCall.Target("java/util/concurrent/ThreadSandboxHandOff", "attach", "(Ljava/lang/Object;)V");

    private MadeWorkWeaving() {}

    static Set<String> classes() {
        return CLASSES;
    }

    static boolean isConcerned(String className) {
        return CLASSES.contains(className);
    }

    static byte[] rewrite(byte[] classFile) {
        return MethodRewrite.of(OpenedClassReader.of(classFile), (next, access, name, descriptor) -> {
            if (name.equals("<init>")) {
                return GateCall.whenMade(next, ATTACH, () -> {}, 0);
            }
            return (name + descriptor).equals("run()V")
                    ? GateCall.onLane(next, task -> task.visitVarInsn(Opcodes.ALOAD, 0), () -> {})
                    : next;
        });
    }
}
