package io.github.threadsandbox.confine;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The roles that came with a piece of work, or that a pool was made under: kept beside the object, by its identity, for as
 * long as the object is. No method of the object is called.
 */
final class Carried {
    /** By {@link Key}; looked for by {@link Wanted}. */
    private final ConcurrentHashMap<Object, RoleSet> roles = new ConcurrentHashMap<>();

    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    /**
     * Of which classes there ever was an object: of most there is none, and nobody need look for theirs. By {@link Key}, and not in
     * {@link #classes} alone: all class values of a class are in one {@code WeakHashMap}, which any thread may have grow where
     * its stack ends, and what was in it is then gone.
     */
    private final ConcurrentHashMap<Object, AtomicBoolean> marks = new ConcurrentHashMap<>();

    private final ReferenceQueue<Object> unloaded = new ReferenceQueue<>();

    /** The short way to {@link #marks}. */
    private final ClassValue<AtomicBoolean> classes = new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
            for (Reference<?> dead = unloaded.poll(); dead != null; dead = unloaded.poll()) {
                marks.remove(dead);
            }
            AtomicBoolean fresh = new AtomicBoolean();
            AtomicBoolean known = marks.putIfAbsent(new Key(type, unloaded), fresh);
            return known == null ? fresh : known;
        }
    };

    /** An object, by identity; held weakly where it is kept. */
    private static final class Key extends WeakReference<Object> {
        private final int hash;

        Key(Object object, ReferenceQueue<Object> queue) {
            super(object, queue);
            hash = System.identityHashCode(object);
        }

        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            Object mine = get();
            return mine != null && other instanceof Key that && mine == that.get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** The key that an object is looked for with: a weak reference would be work for the collector. */
    private static final class Wanted {
        private final Object object;

        Wanted(Object object) {
            this.object = object;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.refersTo(object);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object);
        }
    }

    /** Adds roles: an object that two confined threads hand on is both's. */
    void add(Object work, RoleSet more) {
        mark(work.getClass()).set(true);
        for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
            roles.remove(dead);
        }
        roles.merge(new Key(work, gone), more, RoleSet::and);
    }

    /** The roles, or null. */
    RoleSet of(Object work) {
        return mayHold(work.getClass()) ? roles.get(new Wanted(work)) : null;
    }

    /** False only if no object of this class is here. */
    boolean mayHold(Class<?> type) {
        return !roles.isEmpty() && mark(type).get();
    }

    /** Whether there ever was an object of this class, from before the first one on. */
    AtomicBoolean mark(Class<?> type) {
        return classes.get(type);
    }

    int size() {
        return roles.size();
    }
}
