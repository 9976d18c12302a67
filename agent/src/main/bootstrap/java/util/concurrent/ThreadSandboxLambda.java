package java.util.concurrent;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;

/**
 * Lambdas and method references whose class would have to be woven. It is hidden, and no agent sees it (JEP 371); so where one
 * is linked, something that is woven is put around it: around an application's {@code Executor}, and around what implements
 * an interface that has a method with a role.
 */
public final class ThreadSandboxLambda {
    private static final Set<String> WITH_ROLES = ConcurrentHashMap.newKeySet();

    private ThreadSandboxLambda() {}

    /** An interface has, or inherits, a method with {@code @SandboxedThread}. */
    static void withRoles(String type) {
        WITH_ROLES.add(type);
    }

    /**
     * Where {@code LambdaMetafactory} returns.
     *
     * @param site what it made
     * @param caller whose code the lambda stands in
     * @param factory from what the lambda captures to its interface
     * @return the call site to be linked
     */
    public static CallSite linked(CallSite site, MethodHandles.Lookup caller, MethodType factory) {
        Class<?> type = factory.returnType();
        boolean executor = type == Executor.class && isOfAnApplication(caller.lookupClass());
        if (!executor && (WITH_ROLES.isEmpty() || !WITH_ROLES.contains(type.getName()))) {
            return site;
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MethodHandle around = executor
                    ? lookup.findStatic(
                            ThreadSandboxLambda.class,
                            "executor",
                            MethodType.methodType(Executor.class, Executor.class))
                    : lookup.findStatic(
                                    ThreadSandboxLambda.class,
                                    "withRoles",
                                    MethodType.methodType(Object.class, Class.class, Object.class))
                            .bindTo(type)
                            .asType(MethodType.methodType(type, type));
            MethodHandle made = MethodHandles.filterReturnValue(site.getTarget(), around);
            // One that captures nothing is one object for all.
            return new ConstantCallSite(
                    factory.parameterCount() == 0 ? MethodHandles.constant(type, made.invoke()) : made);
        } catch (Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException("thread-sandbox: bug: lambda of " + type.getName() + ": "
                    + t.getClass().getName());
        }
    }

    private static boolean isOfAnApplication(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader();
    }

    private static Executor executor(Executor lambda) {
        return new Following(lambda);
    }

    private static Object withRoles(Class<?> type, Object lambda) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Forwarding(type, lambda));
    }

    /** An executor that puts the submitter's roles around what it is given. */
    private static final class Following implements Executor {
        private final Executor lambda;

        Following(Executor lambda) {
            this.lambda = lambda;
        }

        @Override
        public void execute(Runnable task) {
            lambda.execute(ThreadSandboxExecutors.carryTo(this, task));
        }
    }

    /** The proxy's class is woven as any that implements the interface; this calls the lambda where that leads. */
    private static final class Forwarding implements InvocationHandler {
        /** {@code InvocationHandler.invokeDefault}, as the interface itself may call it. */
        private static final Method INVOKE_DEFAULT = invokeDefault();

        private final Class<?> type;
        private final Object lambda;

        Forwarding(Class<?> type, Object lambda) {
            this.type = type;
            this.lambda = lambda;
        }

        private static Method invokeDefault() {
            try {
                Method method = Proxy.class.getDeclaredMethod(
                        "invokeDefault", Object.class, Method.class, Object[].class, Class.class);
                method.setAccessible(true);
                return method;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("thread-sandbox: bug: " + e.getMessage());
            }
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            Class<?> declaring = method.getDeclaringClass();
            if (declaring == Object.class) {
                return ofObject(proxy, method.getName(), arguments);
            }
            // An application can get at this object, and must not call by it what it could not call itself.
            if (!Proxy.isProxyClass(proxy.getClass())
                    || Proxy.getInvocationHandler(proxy) != this
                    || !declaring.isInterface()
                    || !declaring.isAssignableFrom(type)
                    || Modifier.isStatic(method.getModifiers())
                    || Modifier.isPrivate(method.getModifiers())) {
                throw new IllegalArgumentException("thread-sandbox: not a call of " + type.getName());
            }
            try {
                if (method.isDefault()) {
                    // It finds the proxy, not the lambda, in this.
                    return INVOKE_DEFAULT.invoke(null, proxy, method, arguments, declaring);
                }
                // The interface need not be public.
                method.setAccessible(true);
                return method.invoke(lambda, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private Object ofObject(Object proxy, String name, Object[] arguments) {
            switch (name) {
                case "equals":
                    return proxy == arguments[0];
                case "hashCode":
                    return System.identityHashCode(lambda);
                default:
                    return lambda.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(lambda));
            }
        }
    }
}
