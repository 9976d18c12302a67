package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that no thread is ever held at, to ask an observer: those that HotSpot makes from inside the VM, where a thread that is
 * held keeps the whole JVM from its next safepoint, and those of a thread's start and end. The calls of the floor, whatever their
 * arguments, and {@code unheld.txt}.
 */
final class Unheld {
    private static final Map<Arch, List<Grant>> READ = new ConcurrentHashMap<>();

    /** What begins and ends a thread, or is there for signals: not even for a moment. */
    private static final Set<String> BEGINS_AND_ENDS =
            Set.of("clone", "clone3", "rt_sigaction", "sigaltstack", "arch_prctl", "set_tid_address", "membarrier");

    private Unheld() {}

    static List<Grant> calls(Arch arch) {
        return READ.computeIfAbsent(arch, Unheld::read);
    }

    /** The calls of {@code unheld.txt} at which a thread may be held for as long as it takes to write that down. */
    static Set<String> forAMoment(Arch arch) {
        Set<String> names = new HashSet<>();
        Unless.read("unheld.txt", "unheld", arch)
                .forEach(line -> names.add(line.grant().syscall()));
        names.removeAll(BEGINS_AND_ENDS);
        return names;
    }

    private static List<Grant> read(Arch arch) {
        List<Grant> calls = new ArrayList<>();
        Unless.read("unheld.txt", "unheld", arch).forEach(line -> calls.add(line.grant()));
        Set<String> named = new HashSet<>();
        calls.forEach(grant -> named.add(grant.syscall()));
        for (Unless line : Unless.read("groups/jvm.txt", "@jvm", arch)) {
            if (named.add(line.grant().syscall())) {
                calls.add(new Grant(
                        line.grant().syscall(),
                        List.of(),
                        line.grant().path(),
                        line.grant().reason()));
            }
        }
        return List.copyOf(calls);
    }
}
