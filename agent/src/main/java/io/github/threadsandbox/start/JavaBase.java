package io.github.threadsandbox.start;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the agent has in {@code java.base}: the gate, defined there as a class of the JDK's. An append to the boot class path
 * would switch class-data sharing off and print a warning.
 */
final class JavaBase {
    private static final String HAND_OFF = "java.util.concurrent.ThreadSandboxHandOff";
    private static final String SUPERS = "java.lang.ThreadSandboxSupers";
    private static final String LAMBDA = "java.util.concurrent.ThreadSandboxLambda";
    private static final String PRELOAD = "java.lang.ThreadSandboxPreload";
    private static final String DENIED = "sun.nio.fs.ThreadSandboxDenied";

    /** What {@code preload.txt} has initialised before there is a confined thread. */
    static final List<String> GATE = List.of(
            "java.util.concurrent.ThreadSandboxMarks",
            "java.util.concurrent.ThreadSandboxTaskStatus",
            "java.lang.ThreadSandboxHook",
            "java.lang.ThreadSandboxHandover",
            "java.lang.ThreadSandboxThread",
            "java.lang.ThreadSandboxGate",
            "java.lang.ThreadSandboxProperties",
            "java.util.concurrent.ThreadSandboxTask",
            "java.util.concurrent.ThreadSandboxTask$Like",
            "java.util.concurrent.ThreadSandboxWaiting",
            "java.util.concurrent.ThreadSandboxQueue",
            "java.lang.ThreadSandboxBorrower",
            "java.util.concurrent.ThreadSandboxWork",
            "java.util.concurrent.ThreadSandboxRefusal",
            "java.util.concurrent.ThreadSandboxRefusal$Nothing",
            "java.util.concurrent.ThreadSandboxForkJoin",
            "java.util.concurrent.ThreadSandboxForkJoin$Cancellation",
            "java.util.concurrent.ThreadSandboxFuture",
            "java.util.concurrent.ThreadSandboxConcern$Kind",
            "java.util.concurrent.ThreadSandboxConcern$Foreign",
            "java.util.concurrent.ThreadSandboxConcern",
            "java.util.concurrent.ThreadSandboxLane",
            "java.util.concurrent.ThreadSandboxCall",
            "java.util.concurrent.ThreadSandboxCall$Once",
            "java.util.concurrent.ThreadSandboxGrowth",
            "java.util.concurrent.ThreadSandboxExecutors",
            "java.util.concurrent.ThreadSandboxDelivery",
            "java.util.concurrent.ThreadSandboxDeletions",
            "java.util.concurrent.ThreadSandboxCallback",
            "java.util.concurrent.ThreadSandboxCallback$Subscriber",
            "java.util.concurrent.ThreadSandboxCallback$Call",
            "java.util.concurrent.ThreadSandboxLanes",
            "java.lang.ThreadSandboxStack",
            SUPERS,
            LAMBDA,
            LAMBDA + "$Following",
            LAMBDA + "$Forwarding",
            HAND_OFF);

    private final MethodHandles.Lookup trusted;
    private final MethodHandles.Lookup javaLang;
    private final MethodHandles.Lookup javaUtilConcurrent;

    private JavaBase(MethodHandles.Lookup trusted) {
        this.trusted = trusted;
        this.javaLang = in(Object.class);
        this.javaUtilConcurrent = in(FutureTask.class);
    }

    /** With the JDK's own lookup, which may do everything. */
    static JavaBase of(MethodHandles.Lookup trusted) {
        return new JavaBase(trusted);
    }

    /** Full access to {@code java.lang} and, by {@code privateLookupIn}, to the rest of {@code java.base}. */
    MethodHandles.Lookup javaLang() {
        return javaLang;
    }

    /** Defines the gate's classes; none is initialised yet. */
    void defineGate() throws IOException, IllegalAccessException {
        for (String name : GATE) {
            define(name);
        }
    }

    private Class<?> define(String name) throws IOException, IllegalAccessException {
        return define(name, name.startsWith("java.lang.") ? javaLang : javaUtilConcurrent);
    }

    /** Defines a class that the agent brings, in the package of the lookup's class. */
    static Class<?> define(String name, MethodHandles.Lookup lookup) throws IOException, IllegalAccessException {
        try (InputStream in = JavaBase.class
                .getClassLoader()
                .getResourceAsStream("bootstrap/" + name.replace('.', '/') + ".classdata")) {
            if (in == null) {
                throw new IOException("bug: the agent's jar lacks " + name);
            }
            return lookup.defineClass(in.readAllBytes());
        }
    }

    /**
     * What runs the JDK's initialisers; its classes are defined only where there is something to confine.
     *
     * @param groups gives the next of them, by name, when it is time, and null when there are none any more
     * @param failures takes what failed
     * @param withoutRole takes a thread that is to be started without a role
     */
    Runnable preload(Supplier<String[]> groups, Consumer<String> failures, Consumer<Thread> withoutRole) {
        try {
            define(PRELOAD + "Steps");
            define(PRELOAD + "Application");
            return (Runnable) javaLang.findConstructor(
                            define(PRELOAD),
                            MethodType.methodType(void.class, Supplier.class, Consumer.class, Consumer.class))
                    .invoke(groups, failures, withoutRole);
        } catch (Throwable t) {
            throw new IllegalStateException("bug: the preload", t);
        }
    }

    /** Full access to a class of the JDK's and its package. */
    MethodHandles.Lookup in(Class<?> type) {
        return trusted.in(type);
    }

    /** Hands the hook over and initialises the gate, which takes it for good. */
    void arm(ThreadSandboxHook hook, int mostLanes, long laneIdleNanos) throws Throwable {
        javaLang.findStatic(
                        javaLang.findClass("java.lang.ThreadSandboxHandover"),
                        "put",
                        MethodType.methodType(void.class, ThreadSandboxHook.class))
                .invoke(hook);
        javaLang.ensureInitialized(javaLang.findClass("java.lang.ThreadSandboxGate"));
        javaUtilConcurrent
                .findStatic(
                        javaUtilConcurrent.findClass(HAND_OFF),
                        "arm",
                        MethodType.methodType(void.class, ThreadSandboxHook.class, int.class, long.class))
                .invoke(hook, mostLanes, laneIdleNanos);
    }

    /**
     * Has the hook told where the JDK learns that a path or a port was refused; to be called before that is woven.
     *
     * @param inWords EACCES as strerror(3) has it, which the JDK's exceptions say
     */
    void tellDenied(ThreadSandboxHook hook, byte[] inWords) throws Throwable {
        MethodHandles.Lookup lookup = in(Class.forName("sun.nio.fs.UnixNativeDispatcher", false, null));
        MethodHandles.Lookup denied = in(define(DENIED, lookup));
        denied.findStatic(
                        denied.lookupClass(),
                        "arm",
                        MethodType.methodType(void.class, ThreadSandboxHook.class, byte[].class))
                .invoke(hook, inWords);
    }

    /** From now on there are confined threads: work that changes hands is looked at. */
    void useHandOff() {
        handOff("use");
    }

    /** From now on workers of this one's class may be confined: their forks are looked at. */
    void confinedWorker(Thread worker) {
        try {
            gate(HAND_OFF, "confinedWorker", Thread.class).invoke(worker);
        } catch (Throwable t) {
            throw bug("workers", t);
        }
    }

    /** From now on there are classes whose tasks have a role of their own: tasks are looked at where they run. */
    void watchTasks() {
        handOff("watch");
    }

    /** The application ran before the agent came: pools and timers may go on in code that is not woven. */
    void beside() {
        handOff("beside");
    }

    /** The role map is another: what was settled of classes of tasks is not. */
    void roleMapChanged() {
        handOff("roleMapChanged");
    }

    /** A class has or inherits a method with a role: a lambda that implements it is looked at where it is linked. */
    void withRoles(String type) {
        try {
            gate(LAMBDA, "withRoles", String.class).invoke(type);
        } catch (Throwable t) {
            throw bug("lambdas", t);
        }
    }

    /** This thread is about to define a class with the name of a framework's. */
    void defines(ClassLoader loader, String name) {
        try {
            gate(HAND_OFF, "defines", ClassLoader.class, String.class).invoke(loader, name);
        } catch (Throwable t) {
            throw bug("frameworks", t);
        }
    }

    /**
     * Of a class that is about to be defined: what says what it builds on, which is loaded first; and whether it may be woven, for
     * then its thread's stack must not end in the middle.
     */
    void toWeave(Function<byte[], String[]> supers, Predicate<byte[]> concerned) {
        try {
            javaLang.findStatic(
                            javaLang.findClass(SUPERS),
                            "arm",
                            MethodType.methodType(void.class, Function.class, Predicate.class))
                    .invoke(supers, concerned);
        } catch (Throwable t) {
            throw bug("definitions", t);
        }
    }

    private void handOff(String method) {
        try {
            gate(HAND_OFF, method).invoke();
        } catch (Throwable t) {
            throw bug("hand-off", t);
        }
    }

    private MethodHandle gate(String type, String method, Class<?>... parameters) throws ReflectiveOperationException {
        return javaUtilConcurrent.findStatic(
                javaUtilConcurrent.findClass(type), method, MethodType.methodType(void.class, parameters));
    }

    /** Of the cause the class alone: its text may be an application's. */
    private static IllegalStateException bug(String where, Throwable cause) {
        return new IllegalStateException(
                "thread-sandbox: bug: " + where + ": " + cause.getClass().getName());
    }
}
