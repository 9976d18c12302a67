package java.util.concurrent;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * A pool gets another worker, or a connection, on a thread with its maker's roles: one that a confined thread needs first must not inherit its role, and
 * the pool is not the confined thread's. And an actor begins on a thread with its maker's roles. Only these methods, which start a worker, or
 * connect, and run nothing that is handed to them, or begin what has its maker's roles.
 */
final class ThreadSandboxGrowth implements Runnable {
    private static final String[] METHODS = {
        "java.util.concurrent.ThreadPoolExecutor.addWorker",
        "java.util.concurrent.ForkJoinPool.createWorker",
        "io.netty.util.concurrent.SingleThreadEventExecutor.doStartThread",
        "io.netty.util.concurrent.GlobalEventExecutor.startThread",
        "io.netty.util.HashedWheelTimer.start",
        "org.apache.tomcat.util.threads.ThreadPoolExecutor.addWorker",
        "org.eclipse.jetty.util.thread.QueuedThreadPool.startThread",
        "kotlinx.coroutines.scheduling.CoroutineScheduler.createNewWorker",
        "org.jboss.threads.EnhancedQueueExecutor.doStartThread",
        "org.jboss.threads.EnhancedQueueExecutor.startScheduleThread",
        "reactor.core.scheduler.BoundedElasticScheduler.createBoundedExecutorService",
        "com.zaxxer.hikari.pool.HikariPool$PoolEntryCreator.call",
        "org.apache.pekko.actor.RepointableActorRef.point",
        "akka.actor.RepointableActorRef.point"
    };

    private final Method method;
    private final Object pool;
    private final Object[] arguments;
    private Object result;
    private Throwable thrown;
    private boolean begun;

    private ThreadSandboxGrowth(Method method, Object pool, Object[] arguments) {
        this.method = method;
        this.pool = pool;
        this.arguments = arguments;
    }

    /** Null for what is no such method of the pool's. */
    static ThreadSandboxGrowth of(Object pool, String className, String name, Object[] arguments) {
        if (!ThreadSandboxConcern.isNamed(className + "." + name, METHODS)) {
            return null;
        }
        for (Class<?> type = pool.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(className)) {
                for (Method method : type.getDeclaredMethods()) {
                    if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                        method.setAccessible(true);
                        return new ThreadSandboxGrowth(method, pool, arguments);
                    }
                }
            }
        }
        return null;
    }

    @Override
    public void run() {
        begun = true;
        try {
            result = method.invoke(pool, arguments);
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
        } catch (Throwable t) {
            thrown = t;
        }
    }

    /** Whether a lane came to it. */
    boolean isBegun() {
        return begun;
    }

    /** What the method returned; true for one that returns nothing. */
    Object result() {
        if (thrown != null) {
            throw ThreadSandboxGrowth.<RuntimeException>asItWas(thrown);
        }
        return result == null ? Boolean.TRUE : result;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T asItWas(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
