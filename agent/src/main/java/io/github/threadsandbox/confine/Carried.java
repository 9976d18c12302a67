package io.github.threadsandbox.confine;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The roles that came with a piece of work, or that a pool was made under: kept beside the object, by its identity, for as
 * long as the object is. No method of the object is called.
 */
final class Carried {
    private final ConcurrentHashMap<Key, RoleSet> roles = new ConcurrentHashMap<>();
    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

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

    /** Adds roles: an object that two confined threads hand on is both's. */
    void add(Object work, RoleSet more) {
        for (Reference<?> dead = gone.poll(); dead != null; dead = gone.poll()) {
            roles.remove(dead);
        }
        roles.merge(new Key(work, gone), more, RoleSet::and);
    }

    /** The roles, or null. */
    RoleSet of(Object work) {
        return roles.isEmpty() ? null : roles.get(new Key(work, null));
    }

    boolean isEmpty() {
        return roles.isEmpty();
    }

    int size() {
        return roles.size();
    }
}
