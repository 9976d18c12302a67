package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The virtual threads that there are, as thread dumps find them: {@code jdk.internal.vm.ThreadContainers}, from JDK 21 on,
 * unless {@code -Djdk.trackAllThreads=false}.
 */
final class VirtualCensus {
    private final Schedulers schedulers;
    private final MethodHandles.Lookup javaLang;

    VirtualCensus(Schedulers schedulers, MethodHandles.Lookup javaLang) {
        this.schedulers = schedulers;
        this.javaLang = javaLang;
    }

    /** -1 where this JDK does not tell. */
    long count() {
        try {
            long[] count = new long[1];
            each(virtual -> count[0]++);
            return count[0];
        } catch (Throwable t) {
            return -1;
        }
    }

    /** The virtual thread that is mounted on a carrier; null where there is none, or where this JDK does not tell. */
    Thread mountedOn(Thread carrier) {
        try {
            Thread[] found = new Thread[1];
            each(virtual -> {
                if (schedulers.access().carrier(virtual) == carrier) {
                    found[0] = virtual;
                }
            });
            return found[0];
        } catch (Throwable t) {
            return null;
        }
    }

    private void each(Consumer<Thread> consumer) throws Throwable {
        Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers", true, null);
        Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer", false, null);
        MethodHandles.Lookup in = MethodHandles.privateLookupIn(containers, javaLang);
        MethodHandles.Lookup inOne = MethodHandles.privateLookupIn(container, javaLang);
        Object root = in.findStatic(containers, "root", methodType(container)).invoke();
        each(
                root,
                inOne.findVirtual(container, "threads", methodType(Stream.class)),
                inOne.findVirtual(container, "children", methodType(Stream.class)),
                consumer);
    }

    private void each(Object container, MethodHandle threads, MethodHandle children, Consumer<Thread> consumer)
            throws Throwable {
        for (Object thread : ((Stream<?>) threads.invoke(container)).toArray()) {
            if (schedulers.isVirtual(thread)) {
                consumer.accept((Thread) thread);
            }
        }
        for (Object child : ((Stream<?>) children.invoke(container)).toArray()) {
            each(child, threads, children, consumer);
        }
    }
}
