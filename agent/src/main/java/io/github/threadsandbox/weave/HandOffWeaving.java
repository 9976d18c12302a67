package io.github.threadsandbox.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinTask;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * The JDK's pools, timers and cleaners: where work changes hands ({@code attach}, {@code carry}), and where it runs
 * ({@code run}, {@code exec}, {@code fire}).
 */
final class HandOffWeaving implements Weaving {
    private static final String PACKAGE = "java/util/concurrent/";
    private static final String COMPLETION = PACKAGE + "CompletableFuture$Completion";

    private static final String SUBSCRIPTION = PACKAGE + "SubmissionPublisher$BufferedSubscription";

    /** Of {@code ForkJoinTask.status}: bits 19 to 23. */
    private static final int MARKS = 0x1f << 19;

    private static final String RUNNABLE = "(Ljava/lang/Runnable;)";

    private final String className;
    private final String simpleName;
    private final Set<String> places;

    private HandOffWeaving(String name, String... places) {
        this.className = name.indexOf('/') < 0 ? PACKAGE + name : name;
        this.simpleName = name.substring(name.lastIndexOf('/') + 1);
        this.places = Set.of(places);
    }

    /** Every class of the package that is woven on this JDK. */
    static List<Weaving> all(int feature) {
        List<Weaving> all = new ArrayList<>(forkJoin(feature >= 19 ? "poolSubmit" : "externalPush"));
        all.addAll(List.of(
                new PoolWeaving(),
                new HandOffWeaving("ScheduledThreadPoolExecutor", "delayedExecute"),
                new HandOffWeaving("CompletableFuture", "postComplete"),
                new HandOffWeaving("CompletableFuture$UniCompletion", "made"),
                new HandOffWeaving("CompletableFuture$CoCompletion", "made"),
                new HandOffWeaving("SubmissionPublisher$BufferedSubscription", "made"),
                new HandOffWeaving("SubmissionPublisher$ConsumerTask", "exec", "run"),
                new HandOffWeaving("ScheduledThreadPoolExecutor$ScheduledFutureTask", "made", "run"),
                new HandOffWeaving("java/util/Timer", "made", "sched"),
                new HandOffWeaving("ForkJoinWorkerThread", "begin"),
                new HandOffWeaving("java/util/TimerThread", "begin", "mainLoop"),
                new HandOffWeaving("jdk/internal/ref/CleanerImpl$PhantomCleanableRef", "made")));
        return all;
    }

    /** A pool that ends cancels what is left; later JDKs do so in the pool itself. */
    private static List<Weaving> forkJoin(String submission) {
        boolean byTask = has(ForkJoinTask.class, "cancelIgnoringExceptions");
        List<String> task = new ArrayList<>(List.of(
                "fork", "doExec", "invoke", "quietlyInvoke", "invokeAll", "reinitialize", "readObject", "writeObject"));
        List<String> pool = new ArrayList<>(List.of("made", "common", "createWorker", submission));
        (byTask ? task : pool).add("cancel");
        List<Weaving> all = new ArrayList<>();
        all.add(new HandOffWeaving("ForkJoinTask", task.toArray(String[]::new)));
        all.add(new HandOffWeaving("ForkJoinPool", pool.toArray(String[]::new)));
        if (!byTask && has(queue(), "cancelTasks")) {
            all.add(new HandOffWeaving("ForkJoinPool$WorkQueue", "cancel"));
        }
        return all;
    }

    private static Class<?> queue() {
        try {
            return Class.forName("java.util.concurrent.ForkJoinPool$WorkQueue", false, null);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("thread-sandbox: this JDK's ForkJoinPool has no WorkQueue", e);
        }
    }

    private static boolean has(Class<?> type, String method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method));
    }

    @Override
    public String className() {
        return className;
    }

    /** A task's status takes a mark as well: {@code ThreadSandboxTaskStatus}. */
    @Override
    public void constant(String name, Object value) {
        if (simpleName.equals("ForkJoinTask") && value instanceof Integer bits && (bits & MARKS) != 0) {
            throw new IllegalStateException("ForkJoinTask." + name + " = 0x" + Integer.toHexString(bits)
                    + " means bits of its status that the agent uses");
        }
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        Runnable note = () -> woven.add(simpleName + "." + (name.equals("<init>") ? "made" : name));
        if (name.equals("<init>")
                && descriptor.equals("(Ljava/lang/Object;Ljava/lang/ref/Cleaner;Ljava/lang/Runnable;)V")) {
            // The action is a parameter: changed before the object is made.
            return GateCall.atHead(next, 3, target("carry", RUNNABLE + "Ljava/lang/Runnable;"), note);
        }
        if (name.equals("<init>") && descriptor.equals("(B)V") && places.contains("common")) {
            return GateCall.whenMade(
                    next, target("madeForAll", "(Ljava/lang/Object;)V"), () -> woven.add("ForkJoinPool.common"), 0);
        }
        if (name.equals("<init>") && places.contains("made") && !simpleName.startsWith("CleanerImpl")) {
            boolean pool = simpleName.endsWith("Pool") || simpleName.endsWith("Executor") || simpleName.equals("Timer");
            return GateCall.whenMade(next, pool ? target("made", "(Ljava/lang/Object;)V") : attach(), note, 0);
        }
        return switch (simpleName + "." + name) {
            case "Timer.sched" ->
                GateCall.atHead(next, target("attachToTimer", "(Ljava/lang/Object;Ljava/lang/Object;)V"), note, 0, 1);
            case "ScheduledThreadPoolExecutor$ScheduledFutureTask.run" ->
                GateCall.doneIf(next, target("scheduledElsewhere", RUNNABLE + "Z"), note);
            case "ForkJoinWorkerThread.run", "TimerThread.run" ->
                GateCall.atHead(
                        next, 0, target("begin", "(Ljava/lang/Thread;)V"), () -> woven.add(simpleName + ".begin"));
            case "TimerThread.mainLoop" ->
                GateCall.inPlaceOf(next, "java/util/TimerTask", "run", "()V", target("run", RUNNABLE + "V"), note);
            case "ScheduledThreadPoolExecutor.delayedExecute" -> GateCall.atHead(next, toPool(), note, 0, 1);
            case "ForkJoinTask.fork" -> GateCall.atHead(next, 0, fork(), note);
            // These run a task without handing it on: it is the caller's own.
            case "ForkJoinTask.invoke", "ForkJoinTask.quietlyInvoke", "ForkJoinTask.invokeAll" ->
                GateCall.before(next, className(), "doExec", fork(), note);
            case "SubmissionPublisher$ConsumerTask.exec", "SubmissionPublisher$ConsumerTask.run" ->
                GateCall.inPlaceOf(
                        next, SUBSCRIPTION, "consume", "()V", target("consume", "(L" + SUBSCRIPTION + ";)V"), note);
            case "ForkJoinTask.doExec" ->
                GateCall.inPlaceOf(
                        next, className(), "exec", "()Z", target("exec", "(L" + PACKAGE + "ForkJoinTask;)Z"), note);
            case "ForkJoinTask.reinitialize" ->
                GateCall.inPlaceOfStore(next, className(), "status", status("reset", "L" + className() + ";I"), note);
            case "ForkJoinTask.readObject" ->
                GateCall.inPlaceOfDefault(
                        next, status("read", "Ljava/io/ObjectInputStream;L" + className() + ";"), note);
            case "ForkJoinTask.writeObject" ->
                GateCall.inPlaceOfDefault(
                        next, status("write", "Ljava/io/ObjectOutputStream;L" + className() + ";"), note);
            case "CompletableFuture.postComplete" ->
                GateCall.inPlaceOf(
                        next,
                        COMPLETION,
                        "tryFire",
                        "(I)L" + PACKAGE + "CompletableFuture;",
                        target("fire", "(L" + COMPLETION + ";I)L" + PACKAGE + "CompletableFuture;"),
                        note);
            case "ForkJoinPool.createWorker" ->
                GateCall.doneElsewhere(next, className(), name, descriptor, PoolGrowth.GROW, note);
            case "ForkJoinPool.externalPush",
                    "ForkJoinPool.poolSubmit",
                    "ForkJoinPool.externalSubmit",
                    "ForkJoinPool.scheduleDelayedTask" -> submission(next, descriptor, note);
            case "ForkJoinTask.cancelIgnoringExceptions" -> cancellation(next, PACKAGE + "Future", woven);
            default ->
                simpleName.startsWith("ForkJoinPool") && places.contains("cancel")
                        ? cancellation(next, PACKAGE + "ForkJoinTask", woven)
                        : next;
        };
    }

    private MethodVisitor cancellation(MethodVisitor next, String type, Woven woven) {
        return GateCall.inPlaceOf(
                next,
                type,
                "cancel",
                "(Z)Z",
                new GateCall.Target(PACKAGE + "ThreadSandboxForkJoin", "cancel", "(L" + PACKAGE + "Future;Z)Z"),
                () -> woven.add(simpleName + ".cancel"));
    }

    /** A submission's task is its first parameter, or the second behind a boolean. */
    private static MethodVisitor submission(MethodVisitor next, String descriptor, Runnable note) {
        return GateCall.atHead(next, toPool(), note, 0, descriptor.startsWith("(Z") ? 2 : 1);
    }

    private static GateCall.Target toPool() {
        return target("attach", "(Ljava/lang/Object;Ljava/lang/Object;)V");
    }

    private static GateCall.Target status(String method, String parameters) {
        return new GateCall.Target(PACKAGE + "ThreadSandboxTaskStatus", method, "(" + parameters + ")V");
    }

    private static GateCall.Target fork() {
        return target("fork", "(Ljava/lang/Object;)V");
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
