package io.github.threadsandbox.confine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.stream.Stream;

/**
 * Counts the virtual threads that there are, as thread dumps find them: {@code jdk.internal.vm.ThreadContainers}, from JDK 21 on,
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
            Class<?> containers = Class.forName("jdk.internal.vm.ThreadContainers", true, null);
            Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer", false, null);
            MethodHandles.Lookup in = MethodHandles.privateLookupIn(containers, javaLang);
            MethodHandles.Lookup inOne = MethodHandles.privateLookupIn(container, javaLang);
            Object root =
                    in.findStatic(containers, "root", methodType(container)).invoke();
            return count(
                    root,
                    inOne.findVirtual(container, "threads", methodType(Stream.class)),
                    inOne.findVirtual(container, "children", methodType(Stream.class)));
        } catch (Throwable t) {
            return -1;
        }
    }

    private long count(Object container, MethodHandle threads, MethodHandle children) throws Throwable {
        long count = 0;
        for (Object thread : ((Stream<?>) threads.invoke(container)).toArray()) {
            count += schedulers.isVirtual(thread) ? 1 : 0;
        }
        for (Object child : ((Stream<?>) children.invoke(container)).toArray()) {
            count += count(child, threads, children);
        }
        return count;
    }
}
