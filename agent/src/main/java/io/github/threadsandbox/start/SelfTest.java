package io.github.threadsandbox.start;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.Seccomp;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Proves before {@code main}, and before a changed role is put in force, that it confines: a probe thread goes the way of every thread, through woven
 * {@code Thread.start}, and must carry the filter and be denied a call that its role denies, and a path that it may not read.
 */
final class SelfTest {
    /** Calls without effect and without arguments that matter; a role denies at least one of them, unless it is very wide. */
    private static final List<String> HARMLESS =
            List.of("getppid", "getuid", "getsid", "times", "getpgid", "sysinfo", "vhangup");

    private final LibC libC;
    private final Landlock landlock;
    private final Arch arch;

    SelfTest(LibC libC, Landlock landlock, Arch arch) {
        this.libC = libC;
        this.landlock = landlock;
        this.arch = arch;
    }

    /**
     * Proves roles.
     *
     * @param probes makes a thread that takes a role, given its name and what to run
     * @param roles their policies
     * @param denyingRoot the roles whose Landlock domain lets nobody list the root directory
     */
    void prove(BiFunction<String, Runnable, Thread> probes, Iterable<Policy> roles, Set<String> denyingRoot)
            throws StartException {
        OptionalInt base = Seccomp.filters();
        for (Policy role : roles) {
            prove(probes, role, base, denyingRoot.contains(role.name()));
        }
    }

    private static final class Outcome {
        private OptionalInt filters = OptionalInt.empty();
        private long result;
        private long root = -1;
    }

    private void prove(BiFunction<String, Runnable, Thread> probes, Policy role, OptionalInt base, boolean deniesRoot)
            throws StartException {
        String call = deniedCall(role);
        Outcome outcome = new Outcome();
        Thread probe = probes.apply(role.name(), () -> {
            outcome.result = call == null
                    ? 0
                    : libC.syscall(SyscallTable.of(arch).number(call).orElseThrow(), 0, 0, 0, 0, 0);
            outcome.filters = Seccomp.filters();
            if (deniesRoot) {
                outcome.root = landlock.openRoot();
            }
        });
        probe.start();
        try {
            probe.join();
        } catch (InterruptedException e) {
            throw new StartException("interrupted during the self-test");
        }
        if (call != null) {
            int errno = ((Action.Fail) role.decision(call).otherwise()).errno().number();
            if (outcome.result != -errno) {
                throw new StartException("self-test: a thread of role '" + role.name() + "' called " + call
                        + " and got " + outcome.result + " where its filter says errno " + errno
                        + ": this kernel, or what emulates it, does not confine threads ('doctor' says more)");
            }
        }
        if (outcome.root >= 0) {
            throw new StartException("self-test: a thread of role '" + role.name()
                    + "' opened '/', which its paths do not let it: this kernel, or what emulates it, does not hold"
                    + " threads to paths ('doctor' says more)");
        }
        // A role without openat cannot read its own status: then the denied call is the proof.
        if (base.isPresent() && outcome.filters.isPresent() && outcome.filters.getAsInt() != base.getAsInt() + 1) {
            throw new StartException("self-test: a thread of role '" + role.name() + "' has "
                    + outcome.filters.getAsInt() + " filters, expected " + (base.getAsInt() + 1));
        }
        if (call == null && outcome.filters.isEmpty()) {
            throw new StartException("self-test: nothing shows that role '" + role.name() + "' confines:"
                    + " let it deny one of " + HARMLESS + ", or allow it @file-read");
        }
    }

    private String deniedCall(Policy role) {
        for (String call : HARMLESS) {
            Decision decision = role.decision(call);
            if (decision.clauses().isEmpty()
                    && decision.otherwise() instanceof Action.Fail
                    && SyscallTable.of(arch).number(call).isPresent()) {
                return call;
            }
        }
        return null;
    }
}
