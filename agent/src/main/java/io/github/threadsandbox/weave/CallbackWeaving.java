package io.github.threadsandbox.weave;

import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Where the JDK is given an object that it calls back on a thread of its own choice: handlers of signals, of a thread's end, of
 * asynchronous channels, of HTTP responses. Those outside {@code java.base} and those that few programs use are woven when
 * they are loaded.
 */
final class CallbackWeaving implements Weaving {
    private static final String HAND_OFF = "java/util/concurrent/ThreadSandboxHandOff";
    private static final String COMPLETION_HANDLER = "java/nio/channels/CompletionHandler";
    private static final String BODY_HANDLER = "java/net/http/HttpResponse$BodyHandler";
    private static final String WEB_SOCKET_LISTENER = "java/net/http/WebSocket$Listener";
    private static final String BODY_PUBLISHER = "java/net/http/HttpRequest$BodyPublisher";
    private static final GateCall.Target GIVEN =
            new GateCall.Target(HAND_OFF, "given", "(Ljava/lang/Object;)Ljava/lang/Object;");
    private static final String HTTP_CLIENT = "sun/net/www/http/HttpClient";
    private static final String SIGNAL_HANDLER = "jdk/internal/misc/Signal$Handler";

    private final String className;
    private final String simpleName;
    private final boolean atStart;
    private final String[] places;

    private CallbackWeaving(boolean atStart, String className, String... places) {
        this.atStart = atStart;
        this.className = className;
        this.simpleName = className.substring(className.lastIndexOf('/') + 1);
        this.places = places;
    }

    static List<Weaving> all() {
        return List.of(
                new CallbackWeaving(true, "java/lang/ThreadGroup", "<init>", "uncaughtException", "print"),
                new CallbackWeaving(true, "java/lang/ref/Finalizer", "register", "forkSecondaryFinalizer"),
                new CallbackWeaving(true, "jdk/internal/misc/Signal", "handle"),
                new CallbackWeaving(true, "jdk/internal/misc/Signal$1", "run"),
                new CallbackWeaving(false, "sun/nio/ch/AsynchronousSocketChannelImpl", "connect", "read", "write"),
                new CallbackWeaving(false, "sun/nio/ch/AsynchronousServerSocketChannelImpl", "accept"),
                new CallbackWeaving(false, "sun/nio/ch/AsynchronousFileChannelImpl", "lock", "read", "write"),
                new CallbackWeaving(false, "jdk/internal/net/http/HttpClientImpl", "sendAsync"),
                new CallbackWeaving(false, "jdk/internal/net/http/HttpClientBuilderImpl", "executor"),
                new CallbackWeaving(false, "sun/nio/ch/ThreadPool", "wrap"),
                new CallbackWeaving(false, "com/sun/imageio/stream/CloseableDisposerRecord", "<init>"),
                new CallbackWeaving(false, "com/sun/imageio/stream/StreamCloser", "addToQueue"),
                new CallbackWeaving(false, "sun/net/www/http/KeepAliveCache", "put"),
                new CallbackWeaving(false, "sun/net/www/http/KeepAliveStream", "queueForCleanup"),
                new CallbackWeaving(false, "jdk/internal/net/http/HttpRequestImpl", "<init>", "bodyPublisher"),
                new CallbackWeaving(false, "jdk/internal/net/http/websocket/BuilderImpl", "buildAsync"),
                new CallbackWeaving(
                        false, "jdk/jfr/FlightRecorder", "getFlightRecorder", "addListener", "addPeriodicEvent"),
                new CallbackWeaving(false, "jdk/jfr/Recording", "setDestination"),
                new CallbackWeaving(false, "java/lang/ApplicationShutdownHooks", "add", "runHooks"),
                new CallbackWeaving(false, "java/io/DeleteOnExitHook", "add", "runHooks"),
                new CallbackWeaving(false, "com/sun/management/internal/HotSpotDiagnostic", "setVMOption"),
                new CallbackWeaving(false, "sun/management/NotificationEmitterSupport", "addNotificationListener"));
    }

    @Override
    public String className() {
        return className;
    }

    @Override
    public boolean atStart() {
        return atStart;
    }

    @Override
    public MethodVisitor method(MethodVisitor next, String name, String descriptor, Woven woven) {
        Runnable note = () -> woven.add(simpleName + "." + name);
        if (simpleName.equals("ThreadPool")) {
            // An application's executor for a group of channels, whose own threads hand it what there is to do.
            return name.equals("wrap") ? parameter(next, 0, "java/util/concurrent/ExecutorService", note) : next;
        }
        // The public operations take their handler last and return nothing.
        if (className.startsWith("sun/nio/ch/")) {
            return descriptor.endsWith("L" + COMPLETION_HANDLER + ";)V")
                    ? parameter(next, lastParameter(descriptor), COMPLETION_HANDLER, note)
                    : next;
        }
        return switch (simpleName + "." + name) {
            // A thread group is the handler of its threads' ends.
            case "ThreadGroup.<init>" ->
                GateCall.whenMade(next, new GateCall.Target(HAND_OFF, "attach", "(Ljava/lang/Object;)V"), note, 0);
            // Which hands the end on to the group that it was made in, whoever made that one.
            case "ThreadGroup.uncaughtException" -> printing(uncaught(next, className, note), woven);
            case "Signal.handle" ->
                GateCall.atHead(next, 1, new GateCall.Target(HAND_OFF, "attach", "(Ljava/lang/Object;)V"), note);
            case "Signal$1.run" -> delivery(next, note);
            case "HttpClientImpl.sendAsync" ->
                descriptor.contains("PushPromiseHandler;)")
                        ? parameter(
                                GateCall.atHead(
                                        next,
                                        3,
                                        new GateCall.Target(HAND_OFF, "refusePush", "(Ljava/lang/Object;)V"),
                                        note),
                                2,
                                BODY_HANDLER,
                                note)
                        : next;
            // The selector's thread hands it what there is to do.
            case "HttpClientBuilderImpl.executor" ->
                descriptor.startsWith("(Ljava/util/concurrent/Executor;)")
                        ? parameter(next, 1, "java/util/concurrent/Executor", note)
                        : next;
            // Closed, or read to the end, by threads of the JDK's: the socket may be of an application's class.
            case "KeepAliveCache.put" -> closing(next, 2, 3, "", note);
            case "KeepAliveStream.queueForCleanup" ->
                closing(next, 0, 0, "sun/net/www/http/KeepAliveCleanerEntry", note);
            // Closed by Java2D's disposer, once nobody has the stream that reads it.
            case "CloseableDisposerRecord.<init>" -> parameter(next, 1, "java/io/Closeable", note);
            // One hook, of who was first, closes at the JVM's end what image streams were left open by whomever.
            case "StreamCloser.addToQueue" ->
                GateCall.onlyIf(next, new GateCall.Target(HAND_OFF, "mayCloseAtExit", "(Ljava/lang/Object;)Z"), note);
            case "HttpRequestImpl.<init>" ->
                GateCall.callbackInto(next, "requestPublisher", BODY_PUBLISHER, callback(), note);
            // What a response's request shows of it.
            case "HttpRequestImpl.bodyPublisher" ->
                GateCall.seen(next, "requestPublisher", BODY_PUBLISHER, GIVEN, note);
            case "BuilderImpl.buildAsync" ->
                descriptor.startsWith("(Ljava/net/URI;L" + WEB_SOCKET_LISTENER + ";)")
                        ? parameter(next, 2, WEB_SOCKET_LISTENER, note)
                        : next;
            // Called by the JVM; an object with a finalizer lives on without one.
            case "Finalizer.register", "Finalizer.forkSecondaryFinalizer" ->
                GateCall.onlyIf(next, new GateCall.Target(HAND_OFF, "mayFinalize", "(Ljava/lang/Object;)Z"), note);
            case "NotificationEmitterSupport.addNotificationListener" ->
                refusal(next, "listens to no bean of the JVM, whose own threads would call it", note);
            case "FlightRecorder.getFlightRecorder" ->
                refusal(next, "starts no flight recording: the JVM's recorder threads would inherit its role", note);
            // Static: the recorder's own threads call these, whoever has started it.
            case "FlightRecorder.addListener", "FlightRecorder.addPeriodicEvent" ->
                refusal(next, "hands nothing to the flight recorder, whose own threads would call it", note);
            // Written to when the JVM ends, whatever the path said of itself when it was given.
            case "Recording.setDestination" ->
                refusal(
                        next,
                        "says of no flight recording where it is written, for the JVM's end would write there",
                        note);
            case "ApplicationShutdownHooks.add" ->
                GateCall.atHead(next, 0, new GateCall.Target(HAND_OFF, "attach", "(Ljava/lang/Object;)V"), note);
            case "ApplicationShutdownHooks.runHooks" ->
                GateCall.inPlaceOf(
                        next,
                        "java/lang/Thread",
                        "start",
                        "()V",
                        new GateCall.Target("java/lang/ThreadSandboxGate", "startHook", "(Ljava/lang/Thread;)V"),
                        note);
            case "DeleteOnExitHook.add" ->
                GateCall.onlyIf(next, new GateCall.Target(HAND_OFF, "mayDeleteAtExit", "(Ljava/lang/Object;)Z"), note);
            case "DeleteOnExitHook.runHooks" -> deletion(next, note);
            case "HotSpotDiagnostic.setVMOption" ->
                refusal(next, "sets no option of the JVM, whose own threads would go by it", note);
            default -> next;
        };
    }

    /** A parameter, which is called back by an interface. */
    static MethodVisitor parameter(MethodVisitor next, int variable, String type, Runnable note) {
        return GateCall.callbackAtHead(next, variable, type, callback(), note);
    }

    /** Where a parameter of that kind is given back. */
    static MethodVisitor given(MethodVisitor next, String type, Runnable note) {
        return GateCall.returned(next, type, GIVEN, note);
    }

    /** Where a thread's end is told to its handler. */
    static MethodVisitor uncaught(MethodVisitor next, Woven woven) {
        return uncaught(
                next, "java/lang/Thread$UncaughtExceptionHandler", () -> woven.add("Thread.dispatchUncaughtException"));
    }

    private static MethodVisitor uncaught(MethodVisitor next, String handler, Runnable note) {
        return GateCall.inPlaceOf(
                next,
                handler,
                "uncaughtException",
                "(Ljava/lang/Thread;Ljava/lang/Throwable;)V",
                new GateCall.Target(
                        HAND_OFF,
                        "uncaught",
                        "(Ljava/lang/Thread$UncaughtExceptionHandler;Ljava/lang/Thread;Ljava/lang/Throwable;)V"),
                note);
    }

    /** Where what nobody handles is printed. */
    private static MethodVisitor printing(MethodVisitor next, Woven woven) {
        return GateCall.inPlaceOf(
                next,
                "java/lang/Throwable",
                "printStackTrace",
                "(Ljava/io/PrintStream;)V",
                new GateCall.Target(HAND_OFF, "print", "(Ljava/lang/Throwable;Ljava/io/PrintStream;)V"),
                () -> woven.add("ThreadGroup.print"));
    }

    private static GateCall.Target callback() {
        return new GateCall.Target(HAND_OFF, "callback", "(Ljava/lang/Object;Ljava/lang/Class;)Ljava/lang/Object;");
    }

    /** Signal$1 is the task of the thread that the JVM starts for a signal. */
    private MethodVisitor delivery(MethodVisitor next, Runnable note) {
        return GateCall.onLane(
                next,
                task -> {
                    task.visitVarInsn(Opcodes.ALOAD, 0);
                    task.visitFieldInsn(Opcodes.GETFIELD, className, "val$handler", "L" + SIGNAL_HANDLER + ";");
                },
                note);
    }

    /** First what confined threads wanted to have deleted, then what others did, whoever ends the JVM. */
    private static MethodVisitor deletion(MethodVisitor next, Runnable note) {
        MethodVisitor others = GateCall.inPlaceOf(
                next,
                "java/io/File",
                "delete",
                "()Z",
                new GateCall.Target(HAND_OFF, "deleteAtExit", "(Ljava/io/File;)Z"),
                note);
        return GateCall.atHead(others, new GateCall.Target(HAND_OFF, "deleteAtExit", "()V"), note);
    }

    /**
     * Closes a connection at once that would be kept.
     *
     * @param factory the variable of what made its socket, or of what else is kept
     * @param client the variable of the connection, or of what has it
     * @param holder the class of what has it; empty for none
     */
    private static MethodVisitor closing(MethodVisitor next, int factory, int client, String holder, Runnable note) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                Label kept = new Label();
                super.visitVarInsn(Opcodes.ALOAD, factory);
                super.visitMethodInsn(
                        Opcodes.INVOKESTATIC, HAND_OFF, "mayKeepConnection", "(Ljava/lang/Object;)Z", false);
                super.visitJumpInsn(Opcodes.IFNE, kept);
                super.visitVarInsn(Opcodes.ALOAD, client);
                if (!holder.isEmpty()) {
                    super.visitMethodInsn(
                            Opcodes.INVOKEVIRTUAL, holder, "getHttpClient", "()L" + HTTP_CLIENT + ";", false);
                }
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HTTP_CLIENT, "closeServer", "()V", false);
                super.visitInsn(Opcodes.RETURN);
                super.visitLabel(kept);
                super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
                note.run();
            }
        };
    }

    private static MethodVisitor refusal(MethodVisitor next, String what, Runnable note) {
        return new MethodVisitor(OpenedClassReader.ASM_API, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                super.visitLdcInsn(what);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, HAND_OFF, "refuse", "(Ljava/lang/String;)V", false);
                note.run();
            }
        };
    }

    /** The variable of an instance method's last parameter. */
    private static int lastParameter(String descriptor) {
        Type[] parameters = Type.getArgumentTypes(descriptor);
        int variable = 1;
        for (int i = 0; i < parameters.length - 1; i++) {
            variable += parameters[i].getSize();
        }
        return variable;
    }

    @Override
    public Set<String> places() {
        Set<String> all = new java.util.HashSet<>();
        for (String place : places) {
            all.add(simpleName + "." + place);
        }
        return all;
    }
}
