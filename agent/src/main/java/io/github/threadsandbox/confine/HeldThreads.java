package io.github.threadsandbox.confine;

import io.github.threadsandbox.role.ThreadTraits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the thread that the kernel knows by an id, and its stack. To be asked on a thread of the agent's: that of a thread which is
 * held in the VM comes only when it is let go.
 */
final class HeldThreads {
    private static final int LONGEST_NAME = 15;

    /** A process waits for as long as it takes. */
    private static final int MOST_LOOKED_AT = 256;

    /** Classes whose native methods do not get beyond the floor, at whose calls nobody is held: {@code park}, {@code wait}, {@code sleep}. */
    private static final Set<String> WAITING =
            Set.of("jdk.internal.misc.Unsafe", "java.lang.Object", "java.lang.Thread");

    private final ThreadRegister register;
    private final ThreadObserver observer;
    private final ThreadAccess access;

    HeldThreads(ThreadRegister register, ThreadObserver observer, ThreadAccess access) {
        this.access = access;
        this.register = register;
        this.observer = observer;
    }

    /** The thread, or nothing where it is not one of the JVM's, or cannot be told from others. */
    Optional<Held> find(int tid) {
        return registration(tid).map(this::held);
    }

    /**
     * The thread of some roles that is in the middle of starting a process: until the program has begun, its starter waits for that (the
     * JDK's ProcessImpl_md.c). The kernel knows which process is the parent, not which thread.
     */
    Optional<Held> starting(List<String> roles) {
        List<Registration> found = register.ofRoles(roles);
        if (found.size() > MOST_LOOKED_AT) {
            return Optional.empty();
        }
        found.removeIf(thread -> !isStarting(thread.stack()));
        return found.size() == 1 ? Optional.of(held(found.get(0))) : Optional.empty();
    }

    private static boolean isStarting(StackTraceElement[] frames) {
        return frames.length > 0 && frames[0].getMethodName().equals("forkAndExec");
    }

    private Optional<Registration> registration(int tid) {
        Registration known = register.byTid(tid);
        return Optional.ofNullable(known == null ? ofUnknownId(tid) : known);
    }

    private Held held(Registration known) {
        Thread virtual = known.mounted(observer);
        if (virtual != null) {
            return ofVirtual(known, virtual);
        }
        ThreadTraits traits = known.traits(observer);
        return new Held(
                traits.name(),
                traits.threadClass(),
                traits.taskClass(),
                known.roles(),
                known.set().kinds(),
                () -> List.of(known.stack()));
    }

    /** Whose call it is, and not its carrier's. It stays mounted for as long as the carrier is held. */
    private Held ofVirtual(Registration carrier, Thread virtual) {
        Kind kind = observer.kindOfVirtual(
                virtual.getName(), observer.schedulers().access().task(virtual));
        return new Held(
                kind.name(),
                kind.threadClass(),
                Optional.of(kind.task()).filter(task -> !task.isEmpty()),
                carrier.roles(),
                carrier.set().kinds(),
                () -> List.of(access.stack(virtual)));
    }

    /** A thread whose class overrides {@code run} never told its id: it is found by its name and by what it does. */
    private Registration ofUnknownId(int tid) {
        String kernelName;
        try {
            kernelName = Files.readString(Path.of("/proc/self/task/" + tid + "/comm"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException e) {
            // A process that a confined thread started, or native code's name for it is no text.
            return null;
        }
        List<Registration> all = register.withoutTid();
        List<Registration> named = new ArrayList<>(all);
        named.removeIf(thread -> !shortened(thread.nameAtStart()).equals(kernelName)
                && !shortened(thread.name()).equals(kernelName));
        List<Registration> candidates = named.isEmpty() ? all : named;
        if (candidates.size() > 1) {
            candidates = new ArrayList<>(candidates);
            candidates.removeIf(thread -> !inNativeCode(thread.stack()));
        }
        if (candidates.size() != 1) {
            return null;
        }
        candidates.get(0).tid(tid);
        return candidates.get(0);
    }

    /** One that waits is not held: what waiting asks the kernel for, every role may. */
    private static boolean inNativeCode(StackTraceElement[] frames) {
        return frames.length > 0 && frames[0].isNativeMethod() && !WAITING.contains(frames[0].getClassName());
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }
}
