package io.github.threadsandbox.observe;

import io.github.threadsandbox.bpf.BpfMachine;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Bound;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A listener of the threads of some roles, and what decides about their calls: the roles' own programs, run on the registers that the
 * kernel saw.
 *
 * @param listener the descriptor
 * @param number what the JVM knows it by
 * @param zygote the thread that installed the filter
 * @param roles those that confine the threads
 */
record Watched(int listener, long number, int zygote, List<Role> roles) {
    private static final int SECCOMP_RET_ACTION_FULL = 0xffff0000;
    private static final int SECCOMP_RET_ERRNO = 0x00050000;
    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;
    private static final int EPERM = 1;
    private static final int EACCES = 13;

    Watched {
        roles = List.copyOf(roles);
    }

    /**
     * One role.
     *
     * @param name its name
     * @param policy what decides what is denied
     * @param kept what stays denied where the role is audited; nothing where it is enforced
     * @param refused what its {@code deny} takes away; nothing where it has none
     * @param bounds what is closed to it for Landlock's sake
     * @param bound whether its paths and ports are asked about
     */
    record Role(
            String name,
            Program policy,
            Optional<Program> kept,
            Optional<Program> refused,
            Set<Bound> bounds,
            boolean bound) {
        /** Whether its own {@code deny} takes a call away: then it may do it only without that. */
        boolean refuses(Arch arch, int number, long[] arguments) {
            return refused.isPresent() && run(refused.get(), arch, number, arguments) != SECCOMP_RET_ALLOW;
        }
    }

    /**
     * What becomes of a call.
     *
     * @param role the role that denies it
     * @param errno with what
     * @param goesOn whether it is let through all the same
     * @param ofBounds whether that depends on its path or port
     */
    record Verdict(String role, int errno, boolean goesOn, boolean ofBounds) {
        Verdict(String role, int errno, boolean goesOn) {
            this(role, errno, goesOn, false);
        }
    }

    static Watched read(Wire.In in, Arch arch, int listener) {
        long number = in.number();
        int zygote = (int) in.number();
        List<Role> roles = new ArrayList<>();
        for (long left = in.number(); left > 0; left--) {
            String name = in.text();
            Program policy = Program.of(name, arch, in.bytes());
            Optional<Program> kept = program(name, arch, in.bytes());
            Optional<Program> refused = program(name, arch, in.bytes());
            Set<Bound> bounds = EnumSet.noneOf(Bound.class);
            if (in.number() == 1) {
                bounds.add(Bound.PATHS);
            }
            if (in.number() == 1) {
                bounds.add(Bound.PORTS);
            }
            roles.add(new Role(name, policy, kept, refused, bounds, in.number() == 1));
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a listener without roles");
        }
        return new Watched(listener, number, zygote, roles);
    }

    private static Optional<Program> program(String name, Arch arch, byte[] bytes) {
        return bytes.length > 0 ? Optional.of(Program.of(name, arch, bytes)) : Optional.empty();
    }

    /** One of them. */
    Role role(String name) {
        return roles.stream().filter(role -> role.name.equals(name)).findFirst().orElseThrow();
    }

    String names() {
        return String.join("+", roles.stream().map(Role::name).toList());
    }

    /** Decides. A call goes on only if each role that denies it is audited, and its denial is none that is kept. */
    Verdict decide(Arch arch, int number, long[] arguments) {
        Verdict audited = null;
        for (Role role : roles) {
            int policy = run(role.policy, arch, number, arguments);
            if (policy == SECCOMP_RET_ALLOW) {
                continue;
            }
            if (role.kept.isEmpty()) {
                return new Verdict(role.name, errno(policy), false);
            }
            int kept = run(role.kept.get(), arch, number, arguments);
            if (kept != SECCOMP_RET_ALLOW) {
                return new Verdict(role.name, errno(kept), false);
            }
            audited = audited == null ? new Verdict(role.name, errno(policy), true) : audited;
        }
        if (audited != null) {
            return audited;
        }
        for (Role role : roles) {
            if (role.bound) {
                return new Verdict(role.name, EACCES, true, true);
            }
        }
        // The kernel asked, so a role denies it: were it none, this is a bug, and no reason to let it through.
        return new Verdict(roles.get(0).name, EPERM, false);
    }

    private static int run(Program program, Arch arch, int number, long[] arguments) {
        return BpfMachine.run(program, arch.auditValue(), number, arguments).value();
    }

    /** What would have ended the process has no errno. */
    private static int errno(int value) {
        return (value & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO ? value & 0xffff : EPERM;
    }
}
