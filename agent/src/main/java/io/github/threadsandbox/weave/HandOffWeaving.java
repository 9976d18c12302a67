package io.github.threadsandbox.weave;

import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * {@code java.util.concurrent}: where work changes hands ({@code attach}, {@code carry}), and where it runs ({@code run},
 * {@code exec}, {@code fire}).
 */
final class HandOffWeaving implements Weaving {
    private static final String PACKAGE = "java/util/concurrent/";
    private static final String COMPLETION = PACKAGE + "CompletableFuture$Completion";

    private final String simpleName;
    private final Set<String> places;

    private HandOffWeaving(String simpleName, String... places) {
        this.simpleName = simpleName;
        this.places = Set.of(places);
    }

    /** Every class of the package that is woven on this JDK. */
    static List<Weaving> all(int feature) {
        return List.of(
                new HandOffWeaving("ThreadPoolExecutor", "made", "execute", "runWorker"),
                new HandOffWeaving("ScheduledThreadPoolExecutor", "delayedExecute"),
                feature >= 22
                        ? new HandOffWeaving("ForkJoinPool", "made", "poolSubmit")
                        : new HandOffWeaving("ForkJoinPool", "made", "externalPush"),
                new HandOffWeaving("ForkJoinTask", "fork", "doExec"),
                new HandOffWeaving("CompletableFuture", "postComplete"),
                new HandOffWeaving("CompletableFuture$UniCompletion", "made"),
                new HandOffWeaving("CompletableFuture$CoCompletion", "made"));
    }

    @Override
    public String className() {
        return PACKAGE + simpleName;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        Runnable note = () -> woven.add(simpleName + "." + (name.equals("<init>") ? "made" : name));
        if (name.equals("<init>") && places.contains("made")) {
            return GateCall.whenMade(next, attach(), note, 0);
        }
        return switch (simpleName + "." + name) {
            case "ThreadPoolExecutor.execute" ->
                GateCall.atHead(next, 1, target("carry", "(Ljava/lang/Runnable;)Ljava/lang/Runnable;"), note);
            case "ThreadPoolExecutor.runWorker" ->
                GateCall.inPlaceOf(
                        next, "java/lang/Runnable", "run", "()V", target("run", "(Ljava/lang/Runnable;)V"), note);
            case "ScheduledThreadPoolExecutor.delayedExecute" -> GateCall.atHead(next, 1, attach(), note);
            case "ForkJoinTask.fork" -> GateCall.atHead(next, 0, attach(), note);
            case "ForkJoinTask.doExec" ->
                GateCall.inPlaceOf(
                        next, className(), "exec", "()Z", target("exec", "(L" + PACKAGE + "ForkJoinTask;)Z"), note);
            case "CompletableFuture.postComplete" ->
                GateCall.inPlaceOf(
                        next,
                        COMPLETION,
                        "tryFire",
                        "(I)L" + PACKAGE + "CompletableFuture;",
                        target("fire", "(L" + COMPLETION + ";I)L" + PACKAGE + "CompletableFuture;"),
                        note);
            case "ForkJoinPool.externalPush",
                    "ForkJoinPool.poolSubmit",
                    "ForkJoinPool.externalSubmit",
                    "ForkJoinPool.scheduleDelayedTask" -> submission(next, descriptor, note);
            default -> next;
        };
    }

    /** A submission's task is its first parameter, or the second behind a boolean. */
    private static MethodVisitor submission(MethodVisitor next, String descriptor, Runnable note) {
        return GateCall.atHead(next, descriptor.startsWith("(Z") ? 2 : 1, attach(), note);
    }

    private static GateCall.Target attach() {
        return target("attach", "(Ljava/lang/Object;)V");
    }

    private static GateCall.Target target(String method, String descriptor) {
        return new GateCall.Target(PACKAGE + "ThreadSandboxHandOff", method, descriptor);
    }

    @Override
    public Set<String> places() {
        return places.stream().map(place -> simpleName + "." + place).collect(java.util.stream.Collectors.toSet());
    }
}
