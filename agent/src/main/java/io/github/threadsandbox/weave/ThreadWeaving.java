package io.github.threadsandbox.weave;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/** {@code java.lang.Thread}: who makes it, and how it starts, runs and ends. */
final class ThreadWeaving implements Weaving {
    private static final String GATE = "java/lang/ThreadSandboxGate";
    private static final String THREAD = "(Ljava/lang/Thread;)V";

    private static final String HANDLER = "java/lang/Thread$UncaughtExceptionHandler";

    private final boolean withContainers;

    /** From JDK 21 on, a second {@code start} takes a thread container. */
    ThreadWeaving(boolean withContainers) {
        this.withContainers = withContainers;
    }

    @Override
    public String className() {
        return "java/lang/Thread";
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        if (name.equals("<init>")) {
            return GateCall.whenMade(next, gate("made"), () -> woven.add("Thread.<init>"), 0);
        }
        return switch (name + descriptor) {
            case "run()V" -> GateCall.atHead(next, 0, gate("run"), () -> woven.add("Thread.run"));
            case "exit()V" -> GateCall.atHead(next, 0, gate("exit"), () -> woven.add("Thread.exit"));
            case "dispatchUncaughtException(Ljava/lang/Throwable;)V" -> CallbackWeaving.uncaught(next, woven);
            case "setDefaultUncaughtExceptionHandler(Ljava/lang/Thread$UncaughtExceptionHandler;)V" ->
                CallbackWeaving.parameter(next, 0, HANDLER, () -> woven.add("Thread." + name));
            case "setUncaughtExceptionHandler(Ljava/lang/Thread$UncaughtExceptionHandler;)V" ->
                CallbackWeaving.parameter(next, 1, HANDLER, () -> woven.add("Thread." + name));
            // How a builder gives its threads a handler, from JDK 21 on.
            case "uncaughtExceptionHandler(Ljava/lang/Thread$UncaughtExceptionHandler;)V" ->
                CallbackWeaving.parameter(next, 1, HANDLER, () -> woven.add("Thread." + name));
            case "getDefaultUncaughtExceptionHandler()Ljava/lang/Thread$UncaughtExceptionHandler;",
                    "getUncaughtExceptionHandler()Ljava/lang/Thread$UncaughtExceptionHandler;" ->
                CallbackWeaving.given(next, HANDLER, () -> woven.add("Thread." + name));
            // From JDK 20 on these throw.
            case "stop()V", "suspend()V" ->
                withContainers ? next : GateCall.atHead(next, 0, gate("disturb"), () -> woven.add("Thread." + name));
            default ->
                name.equals("start")
                        ? GateCall.inPlaceOf(
                                next,
                                className(),
                                "start0",
                                "()V",
                                gate("start"),
                                () -> woven.add("Thread.start" + descriptor))
                        : next;
        };
    }

    private static GateCall.Target gate(String method) {
        return new GateCall.Target(GATE, method, THREAD);
    }

    @Override
    public Set<String> places() {
        Set<String> places = new HashSet<>(Set.of(
                "Thread.<init>",
                "Thread.run",
                "Thread.exit",
                "Thread.start()V",
                "Thread.dispatchUncaughtException",
                "Thread.setDefaultUncaughtExceptionHandler",
                "Thread.setUncaughtExceptionHandler",
                "Thread.getDefaultUncaughtExceptionHandler",
                "Thread.getUncaughtExceptionHandler"));
        places.addAll(
                withContainers
                        ? Set.of("Thread.start(Ljdk/internal/vm/ThreadContainer;)V", "Thread.uncaughtExceptionHandler")
                        : Set.of("Thread.stop", "Thread.suspend"));
        return places;
    }
}
