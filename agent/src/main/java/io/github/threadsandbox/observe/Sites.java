package io.github.threadsandbox.observe;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Of which denials the stack is asked for: the first few of the same thread, role, call and path, and then some each second. Others are
 * taken to come from where the last one came from.
 */
final class Sites {
    private static final int MOST = 4096;

    /** Characters of their paths and stacks; the observer has little memory. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private static final int MOST_ASKERS = 1024;
    private static final int FIRST = 8;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many threads at most wait for their stacks; the others are answered at once. */
    private static final int WAITING = 256;

    private final Map<Object, Site> sites = new LinkedHashMap<>();
    private final Map<Integer, Asker> askers = new LinkedHashMap<>();
    private long characters;

    /** Where denials come from. */
    static final class Site {
        private int asked;
        private long next;
        private List<String> stack = List.of();
        private int length;
        private boolean forgotten;

        /** The last stack; empty where there is none yet. */
        List<String> stack() {
            return stack;
        }
    }

    /** Keeps a stack. */
    void stack(Site site, List<String> found) {
        if (!site.forgotten) {
            grow(site, length(found) - length(site.stack));
            forgetOldest();
        }
        site.stack = found;
    }

    private static int length(List<String> stack) {
        int length = 0;
        for (String frame : stack) {
            length += frame.length();
        }
        return length;
    }

    private void grow(Site site, int more) {
        site.length += more;
        characters += more;
    }

    private void forgetOldest() {
        Iterator<Site> all = sites.values().iterator();
        while (all.hasNext() && (sites.size() > MOST || characters > MOST_CHARACTERS)) {
            Site oldest = all.next();
            all.remove();
            characters -= oldest.length;
            oldest.forgotten = true;
        }
    }

    /** Who the JVM last said a thread is. */
    Asker asker(int tid) {
        return askers.getOrDefault(tid, Asker.UNKNOWN);
    }

    void asker(int tid, Asker found) {
        if (askers.size() >= MOST_ASKERS && !askers.containsKey(tid)) {
            askers.remove(askers.keySet().iterator().next());
        }
        askers.put(tid, found);
    }

    Site of(String role, int tid, DecodedCall call) {
        Object key = List.of(role, tid, call.syscall(), call.path(), call.address(), call.port());
        Site site = sites.get(key);
        if (site == null) {
            site = new Site();
            sites.put(key, site);
            grow(site, call.path().length() + call.address().length());
            forgetOldest();
        }
        return site;
    }

    /** Whether to ask; whoever is told so asks. */
    boolean ask(Site site, int waiting, long now) {
        if (waiting >= WAITING || (site.asked >= FIRST && now - site.next < 0)) {
            return false;
        }
        site.asked++;
        site.next = now + PAUSE;
        return true;
    }
}
