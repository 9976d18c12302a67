package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.SandboxedThread;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Structured concurrency, a thread for each task, and scoped values; by reflection, because this is compiled for 17. */
public final class Structured {
    private static final Class<?> SCOPE = named("java.util.concurrent.StructuredTaskScope");
    private static final Class<?> JOINER = named("java.util.concurrent.StructuredTaskScope$Joiner");
    private static final Class<?> SCOPED_VALUE = named("java.lang.ScopedValue");

    private final Object value = call(SCOPED_VALUE, "newInstance", null);
    private final ThreadFactory platform =
            (ThreadFactory) call(named("java.lang.Thread$Builder"), "factory", call(Thread.class, "ofPlatform", null));
    private final ThreadFactory virtual =
            (ThreadFactory) call(named("java.lang.Thread$Builder"), "factory", call(Thread.class, "ofVirtual", null));
    private final ExecutorService perTask = perTask(platform);
    private final ExecutorService perVirtualTask = perTask(virtual);
    private ExecutorService ofTheRole;

    private Structured() {}

    /**
     * Goes every road.
     *
     * @param arguments none
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        new Structured().all();
        Kernel.print("end", "yes");
        System.exit(0);
    }

    private void all() throws Exception {
        for (String turn : new String[] {"out", "back"}) {
            Thread thread = new Thread(
                    () -> roads().forEach((name, road) -> Road.print(turn + "/" + name, road)),
                    turn.equals("out") ? "role-1" : "plain");
            thread.start();
            thread.join();
        }
        Kernel.print("scoped.direct", bound(this::look));
        Kernel.print("scoped.onLane", bound(this::lookOnLane));
        Kernel.print("scoped.rebound", bound(() -> lookOnLaneRebound() + " " + look()));
        Kernel.print("scoped.forkedOnLane", bound(this::lookForkedOnLane));
        // The lane's next piece of work.
        Kernel.print("scoped.afterwards", lookOnLane());
        Kernel.print("scoped.task", bound(() -> inScope(UnaryOperator.identity(), this::lookOnLane)));
    }

    private Map<String, Road> roads() {
        Map<String, Road> all = new LinkedHashMap<>();
        all.put("fork", () -> inScope(UnaryOperator.identity(), Kernel::open));
        all.put("forkOnPlatformThread", () -> inScope(with(platform), Kernel::open));
        all.put("forkOfAFactory", () -> inScope(with(virtual), Kernel::open));
        all.put(
                "forkOfAFork",
                () -> inScope(UnaryOperator.identity(), () -> inScope(UnaryOperator.identity(), Kernel::open)));
        all.put("joiner", this::joined);
        all.put("perTask.submit", () -> perTask.submit(Kernel::open).get(60, TimeUnit.SECONDS));
        all.put("perTask.execute", () -> {
            CompletableFuture<String> seen = new CompletableFuture<>();
            perTask.execute(() -> seen.complete(Kernel.open()));
            return seen.get(60, TimeUnit.SECONDS);
        });
        all.put(
                "perVirtualTask.submit",
                () -> perVirtualTask.submit(Kernel::open).get(60, TimeUnit.SECONDS));
        all.put("perTaskOfTheRole", () -> {
            if (ofTheRole == null) {
                ofTheRole = perTask(platform);
            }
            return ofTheRole.submit(Kernel::open).get(60, TimeUnit.SECONDS);
        });
        return all;
    }

    /** A subtask's end is told to the joiner on the subtask's thread. */
    private Object joined() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        Object joiner = Proxy.newProxyInstance(
                Structured.class.getClassLoader(), new Class<?>[] {JOINER}, (proxy, method, arguments) -> {
                    if (method.getName().equals("onComplete")) {
                        seen.complete(Kernel.open());
                    }
                    return method.getReturnType() == boolean.class ? false : null;
                });
        Object scope = SCOPE.getMethod("open", JOINER).invoke(null, joiner);
        try {
            fork(scope, () -> "nothing");
            call(SCOPE, "join", scope);
            return seen.get(60, TimeUnit.SECONDS);
        } finally {
            call(SCOPE, "close", scope);
        }
    }

    private static Object inScope(UnaryOperator<Object> configured, Callable<?> task) throws Exception {
        // Its last parameter is a Function, which an UnaryOperator is as well.
        Method open = Arrays.stream(SCOPE.getMethods())
                .filter(method -> method.getName().equals("open") && method.getParameterCount() == 2)
                .findFirst()
                .orElseThrow();
        Object scope = open.invoke(null, call(JOINER, "awaitAllSuccessfulOrThrow", null), configured);
        try {
            Object subtask = fork(scope, task);
            call(SCOPE, "join", scope);
            return call(named("java.util.concurrent.StructuredTaskScope$Subtask"), "get", subtask);
        } finally {
            call(SCOPE, "close", scope);
        }
    }

    private static UnaryOperator<Object> with(ThreadFactory factory) {
        return configuration -> {
            try {
                return named("java.util.concurrent.StructuredTaskScope$Configuration")
                        .getMethod("withThreadFactory", ThreadFactory.class)
                        .invoke(configuration, factory);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static Object fork(Object scope, Callable<?> task) throws Exception {
        return SCOPE.getMethod("fork", Callable.class).invoke(scope, task);
    }

    /** With the scoped value bound. */
    private Object bound(Callable<?> operation) throws Exception {
        return bound("bound", operation);
    }

    private Object bound(String bound, Callable<?> operation) throws Exception {
        Class<?> type = named("java.lang.ScopedValue$CallableOp");
        Object carrier =
                SCOPED_VALUE.getMethod("where", SCOPED_VALUE, Object.class).invoke(null, value, bound);
        return named("java.lang.ScopedValue$Carrier")
                .getMethod("call", type)
                .invoke(
                        carrier,
                        Proxy.newProxyInstance(
                                Structured.class.getClassLoader(),
                                new Class<?>[] {type},
                                (proxy, method, arguments) -> operation.call()));
    }

    private Object look() throws Exception {
        return SCOPED_VALUE.getMethod("orElse", Object.class).invoke(value, "unbound");
    }

    @SandboxedThread("compute")
    private Object lookOnLane() throws Exception {
        return look() + " " + Kernel.open();
    }

    @SandboxedThread("compute")
    private Object lookOnLaneRebound() throws Exception {
        return look() + " " + bound("anew", this::look) + " " + look();
    }

    @SandboxedThread("compute")
    private Object lookForkedOnLane() throws Exception {
        return inScope(UnaryOperator.identity(), () -> look() + " " + Kernel.open());
    }

    private static ExecutorService perTask(ThreadFactory factory) {
        try {
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> named(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object call(Class<?> type, String name, Object self) {
        try {
            Method method = type.getMethod(name);
            return method.invoke(self);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
