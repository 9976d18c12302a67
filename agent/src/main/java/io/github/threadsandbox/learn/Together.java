package io.github.threadsandbox.learn;

import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which kinds of threads do work together: what one starts or hands on, the other runs. */
final class Together {
    private final SortedMap<Traits, SortedSet<Traits>> others = new TreeMap<>();

    /** A call was the work of all of these. */
    void add(Collection<Traits> workers) {
        if (workers.size() > 1) {
            workers.forEach(worker ->
                    others.computeIfAbsent(worker, key -> new TreeSet<>()).addAll(workers));
        }
    }

    /** Whether any of some threads did any work with any of others. */
    boolean are(Collection<Traits> some, Collection<Traits> more) {
        return some.stream().anyMatch(one -> others.getOrDefault(one, new TreeSet<>()).stream()
                .anyMatch(more::contains));
    }
}
