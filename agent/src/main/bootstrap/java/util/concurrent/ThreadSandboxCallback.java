package java.util.concurrent;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;

/**
 * Calls an object under the roles of the thread that handed it to the JDK, whatever thread the JDK calls it on. What such an
 * object gives to the JDK in its turn is called in the same way: a body handler's subscriber, a publisher's subscription.
 *
 * <p>By {@code Proxy}, because the interfaces stand in modules that {@code java.base} does not see.
 */
final class ThreadSandboxCallback implements InvocationHandler {
    private final ThreadSandboxHook hook;
    private final Object target;
    private final Class<?> type;
    private final Object roles;

    private ThreadSandboxCallback(ThreadSandboxHook hook, Object target, Class<?> type, Object roles) {
        this.hook = hook;
        this.target = target;
        this.type = type;
        this.roles = roles;
    }

    static Object of(ThreadSandboxHook hook, Object target, Class<?> type, Object roles) {
        ThreadSandboxCallback known = behind(target);
        return known != null && known.roles.equals(roles) && type.isAssignableFrom(known.type)
                ? target
                : Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        new ThreadSandboxCallback(hook, target, type, roles));
    }

    /** What threads of some roles see of an object: what is called under the very same roles, they can call themselves. */
    static Object seenUnder(Object object, Object roles) {
        ThreadSandboxCallback known = behind(object);
        return known != null && known.roles.equals(roles) ? known.target : object;
    }

    /** Whether this is what calls that object, under whatever roles. */
    static boolean isAround(Object object, Object target) {
        ThreadSandboxCallback known = behind(object);
        return known != null && known.target == target;
    }

    private static ThreadSandboxCallback behind(Object object) {
        if (object == null || !Proxy.isProxyClass(object.getClass())) {
            return null;
        }
        InvocationHandler handler = Proxy.getInvocationHandler(object);
        return handler instanceof ThreadSandboxCallback ? (ThreadSandboxCallback) handler : null;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        // An application can get at this object, and must not call by it what it could not call itself.
        boolean ofTheType = method.getDeclaringClass().isAssignableFrom(type)
                && method.getDeclaringClass().isInterface()
                && !Modifier.isStatic(method.getModifiers());
        if (behind(proxy) != this || !ofTheType && method.getDeclaringClass() != Object.class) {
            throw new IllegalArgumentException("thread-sandbox: not a call of " + type.getName());
        }
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method.getName(), arguments);
        }
        Call call = new Call(target, method, incoming(arguments));
        boolean same = roles.equals(hook.currentRoles());
        Object lane = hook.laneFor(target, roles, false, false);
        if (lane == null) {
            call.run();
        } else {
            ThreadSandboxWork.run(ThreadSandboxLanes.of(hook, lane), call);
        }
        Object result = call.result();
        if (!same) {
            refuseThread(result);
        }
        return outgoing(result, method.getReturnType());
    }

    /** By identity: an object's own methods would have to be asked on a lane. */
    private Object ofObject(Object proxy, String name, Object[] arguments) {
        switch (name) {
            case "equals":
                ThreadSandboxCallback other = behind(arguments[0]);
                return proxy == arguments[0] || (other != null && other.target == target);
            case "hashCode":
                return System.identityHashCode(target);
            default:
                return target.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(target));
        }
    }

    /**
     * A pool of others' calls the thread's own methods to start it and to end it, and has its tasks run by it: a confined thread's factory
     * gives it no thread of a class that is not the JDK's.
     */
    private void refuseThread(Object result) {
        if (result instanceof Thread && result.getClass().getClassLoader() != null) {
            throw new UnsupportedOperationException("thread-sandbox: a confined thread's " + type.getName()
                    + " gives others no thread of a class of its own ("
                    + result.getClass().getName()
                    + "): let it make plain threads, or an unconfined thread give the pool its factory");
        }
    }

    /**
     * A subscriber that a confined thread's publisher is given: the publisher hands it a subscription, and is called by that. A task
     * that its executor is given: it stays its submitter's.
     */
    private Object[] incoming(Object[] arguments) {
        if (arguments == null) {
            return null;
        }
        Object[] guarded = arguments.clone();
        boolean publisher = Flow.Publisher.class.isAssignableFrom(type);
        boolean executor = Executor.class.isAssignableFrom(type);
        for (int i = 0; i < guarded.length; i++) {
            if (publisher && guarded[i] instanceof Flow.Subscriber) {
                guarded[i] = new Subscriber<>((Flow.Subscriber<?>) guarded[i]);
            } else if (executor && guarded[i] instanceof Runnable) {
                guarded[i] = ThreadSandboxHandOff.submittedTo((Runnable) guarded[i]);
            }
        }
        return guarded;
    }

    private Object outgoing(Object result, Class<?> returned) {
        return result != null && returned.isInterface() && Flow.Subscriber.class.isAssignableFrom(returned)
                ? of(hook, result, returned, roles)
                : result;
    }

    /** The JDK's subscriber, to a confined thread's publisher. */
    private final class Subscriber<T> implements Flow.Subscriber<T> {
        private final Flow.Subscriber<T> subscriber;

        Subscriber(Flow.Subscriber<T> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriber.onSubscribe(
                    subscription == null
                            ? null
                            : (Flow.Subscription) of(hook, subscription, Flow.Subscription.class, roles));
        }

        @Override
        public void onNext(T item) {
            subscriber.onNext(item);
        }

        @Override
        public void onError(Throwable thrown) {
            subscriber.onError(thrown);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
        }
    }

    /** One call, here or on a lane. */
    private static final class Call implements Runnable {
        private final Object target;
        private final Method method;
        private final Object[] arguments;
        private Object result;
        private Throwable thrown;

        Call(Object target, Method method, Object[] arguments) {
            this.target = target;
            this.method = method;
            this.arguments = arguments;
        }

        @Override
        public void run() {
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                thrown = e.getCause();
            } catch (Throwable t) {
                thrown = t;
            }
        }

        Object result() throws Throwable {
            if (thrown != null) {
                throw thrown;
            }
            return result;
        }
    }
}
