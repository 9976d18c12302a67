package io.github.threadsandbox.confine;

import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.role.ThreadTraits;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Paths and ports that were refused to threads which Landlock holds, until a thread of the agent's takes them. What adds one is the
 * thread itself, in the middle of anything: it calls nothing that an application could override, takes no lock, and waits for nobody.
 * Of the threads of the same roles only so many wait here, the rest is counted: one role's storm takes no other's room.
 */
final class DeniedUses {
    private static final Policy DENIES_NOTHING = new Policy("", Map.of(), Action.allow(), Action.allow());
    private static final int MOST_WAITING = 64;

    /** In a row, and then one in this time; more than that nobody looks at. */
    private static final int AT_ONCE = 256;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int MOST_FRAMES = 80;

    /** linux/limits.h: what is longer was no path to the kernel. */
    private static final int PATH_MAX = 4096;

    /** Where the agent's own frames end. */
    private static final String GATE = "sun.nio.fs.ThreadSandboxDenied";

    private static final Ruleset HOLDS_NOTHING = new Ruleset(0, 0, 0, List.of(), List.of());

    private final ThreadRegister register;
    private final ThreadAccess access;
    private final ThreadObserver observer;
    private final Seccomp seccomp;
    private final Roles roles;
    private final Map<RoleSet, Room> rooms = new ConcurrentHashMap<>();
    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private volatile Thread taker;

    /** Of threads that had no stack or no memory left to say more: counted without a call, so that two at a time may be one. */
    private long untold;

    DeniedUses(ThreadRegister register, ThreadAccess access, ThreadObserver observer, Seccomp seccomp, Roles roles) {
        this.observer = observer;
        this.register = register;
        this.access = access;
        this.seccomp = seccomp;
        this.roles = roles;
    }

    /** What the threads of the same roles have here. */
    private static final class Room {
        private final List<DeniedUse.Holding> holding;
        private final List<Kind> kinds;
        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicLong next = new AtomicLong(System.nanoTime());
        private final AtomicLong more = new AtomicLong();
        private volatile Entry last;

        Room(List<DeniedUse.Holding> holding, List<Kind> kinds) {
            this.kinds = kinds;
            this.holding = holding;
        }

        boolean holdsAny() {
            for (DeniedUse.Holding one : holding) {
                if (one.rules().holdsAny()) {
                    return true;
                }
            }
            return false;
        }

        /** So many a second, and some at once. */
        boolean isTime() {
            long now = System.nanoTime();
            long planned = next.get();
            long from = planned - now < 0 ? now : planned;
            return from - now <= AT_ONCE * PAUSE && next.compareAndSet(planned, from + PAUSE);
        }
    }

    /** One that is kept, and those that came after it and are equal but for the stack, which nobody looked at. */
    private record Entry(DeniedUse use, Room room, AtomicLong repeats) {
        boolean isLike(String call, String path, String second, int number, boolean said) {
            return use.number() == number
                    && use.said() == said
                    && use.call().equals(call)
                    && use.path().equals(path)
                    && use.second().equals(second);
        }
    }

    /** From now on there is somebody to take them. Loads what a confined thread needs, which may not be able to. */
    void takenBy(Thread thread) {
        Room nobodys = new Room(List.of(new DeniedUse.Holding("", HOLDS_NOTHING, false, DENIES_NOTHING)), List.of());
        add(nobodys, "", "", "", 0, false);
        add(nobodys, "", "", "", 0, false);
        queue.clear();
        taker = thread;
    }

    /** Of the calling thread, whatever it is. */
    void add(String call, String path, String second, int number, boolean said) {
        try {
            Thread to = taker;
            Confinement confinement = to == null ? null : register.ofThisThread();
            if (confinement == null || confinement.set().isEmpty() || path == null || path.length() >= PATH_MAX) {
                return;
            }
            Room room = room(confinement.set());
            if (room.holdsAny()) {
                add(room, call, path, second == null ? "" : second, number, said);
                LockSupport.unpark(to);
            }
        } catch (Throwable t) {
            // No stack or no memory left, as like as not: the JDK's own exception is on its way.
            untold++;
        }
    }

    private void add(Room room, String call, String path, String second, int number, boolean said) {
        int waiting = room.waiting.incrementAndGet();
        Entry entry = null;
        // Whatever the stack ends in, a place is given back.
        try {
            if (waiting <= MOST_WAITING && room.isTime()) {
                Thread current = Thread.currentThread();
                Registration known = register.get(access.carrier());
                // A virtual thread's class says nothing, and its task is not its carrier's.
                Optional<ThreadTraits> traits =
                        Optional.ofNullable(register.get(current)).map(own -> own.traits(observer));
                DeniedUse use = new DeniedUse(
                        System.currentTimeMillis(),
                        call,
                        path,
                        second,
                        number,
                        said,
                        current.getName(),
                        traits.map(ThreadTraits::threadClass).orElse(""),
                        traits.flatMap(ThreadTraits::taskClass).orElse(""),
                        room.kinds,
                        known != null && known.tid() != 0 ? known.tid() : Math.max(0, seccomp.gettid()),
                        room.holding,
                        stack(),
                        1);
                entry = new Entry(use, room, new AtomicLong());
                queue.add(entry);
                takeOver(room, entry);
            }
        } finally {
            if (entry == null) {
                room.waiting.decrementAndGet();
            }
        }
        if (entry == null) {
            again(room, call, path, second, number, said);
        }
    }

    private static void again(Room room, String call, String path, String second, int number, boolean said) {
        Entry last = room.last;
        if (last != null && last.isLike(call, path, second, number, said)) {
            last.repeats.incrementAndGet();
        } else {
            room.more.incrementAndGet();
        }
    }

    /** What nobody has asked about yet of the one before is not forgotten. */
    private void takeOver(Room room, Entry entry) {
        Entry before = room.last;
        room.last = entry;
        long repeats = before == null ? 0 : before.repeats.getAndSet(0);
        if (repeats > 0) {
            room.waiting.incrementAndGet();
            queue.add(new Entry(before.use.times(repeats), room, new AtomicLong()));
        }
    }

    /** Without the agent's own frames. */
    private static List<StackTraceElement> stack() {
        StackTraceElement[] all = new Throwable().getStackTrace();
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i].getClassName().equals(GATE)) {
                from = i + 1;
            }
        }
        return List.of(Arrays.copyOfRange(all, from, Math.min(all.length, from + MOST_FRAMES)));
    }

    private Room room(RoleSet set) {
        Room known = rooms.get(set);
        if (known == null) {
            List<DeniedUse.Holding> holding = new ArrayList<>();
            for (Role role : set.sorted()) {
                // Of a role that is audited, nothing is held.
                boolean held = role.domain().isPresent() && role.kept().isEmpty();
                holding.add(new DeniedUse.Holding(
                        role.name(),
                        held ? role.domain().get().ruleset() : HOLDS_NOTHING,
                        roles.reads(role),
                        role.policy()));
            }
            Room made = new Room(List.copyOf(holding), set.kinds());
            known = rooms.putIfAbsent(set, made);
            known = known == null ? made : known;
        }
        return known;
    }

    /** The oldest, or how often the last of some roles came again; or null. */
    DeniedUse take() {
        Entry next = queue.poll();
        if (next != null) {
            next.room.waiting.decrementAndGet();
            return next.use;
        }
        for (Room room : rooms.values()) {
            Entry last = room.last;
            long repeats = last == null ? 0 : last.repeats.getAndSet(0);
            if (repeats > 0) {
                return last.use.times(repeats);
            }
        }
        return null;
    }

    /** How many were too many to keep, since this was asked last. */
    long lost() {
        long lost = untold;
        untold = 0;
        for (Room room : rooms.values()) {
            lost += room.more.getAndSet(0);
        }
        return lost;
    }
}
