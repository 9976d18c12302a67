package io.github.threadsandbox.observe;

import io.github.threadsandbox.confine.DeniedUse;
import io.github.threadsandbox.confine.Observing;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The roles of each listener, as long as this JVM knows of it: whoever is held under one of its filters, a thread or a process that a
 * thread started, has these.
 */
final class AuditedBounds {
    private final Map<Long, Roles> byListener = new ConcurrentHashMap<>();
    private final AtomicLong last = new AtomicLong();

    /**
     * What there is to know of a listener.
     *
     * @param names of its roles
     * @param audited what would hold those that are audited to paths and ports
     */
    record Roles(List<String> names, List<DeniedUse.Holding> audited) {
        private static final Roles NONE = new Roles(List.of(), List.of());
    }

    /** Enters a listener; its number is never another's. */
    long add(List<Observing.Watched> watched) {
        long number = last.incrementAndGet();
        byListener.put(
                number,
                new Roles(
                        watched.stream().map(Observing.Watched::role).toList(),
                        watched.stream().flatMap(one -> one.bound().stream()).toList()));
        return number;
    }

    /** Of a number that nobody has, none. */
    Roles of(long number) {
        return byListener.getOrDefault(number, Roles.NONE);
    }

    /** The observer that had them is gone. */
    void clear() {
        byListener.clear();
    }
}
