package io.github.threadsandbox.command;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Confines one thread of this process for real: it must be denied a call, and the others must not. */
final class Trial {
    private static final String CALL = "getppid";
    private static final int EPERM = 1;

    /** May read nothing, and connect nowhere; what that means is tried when it is put on a thread. */
    private static final RoleBounds NOTHING = new RoleBounds(
            "trial",
            Map.of(FileUse.READ, List.of()),
            List.of(),
            Map.of(PortUse.CONNECT, new TreeSet<>(), PortUse.BIND, new TreeSet<>()));

    private final LibC libC;
    private final Arch arch;
    private long confined;
    private String failure;

    Trial(LibC libC, Arch arch) {
        this.libC = libC;
        this.arch = arch;
    }

    /** What is wrong, or nothing. */
    Optional<String> problem() {
        int number = SyscallTable.of(arch).number(CALL).orElseThrow();
        Policy policy = new PolicyBuilder(arch).base(List.of(Rule.of(CALL)));
        Thread thread = new Thread(() -> {
            try {
                Landlock landlock = new Landlock(libC, arch);
                Ruleset nothing = Ruleset.of(NOTHING, Map.of(), landlock.abi());
                if (nothing.holdsAny()) {
                    landlock.restrictThisThread(landlock.load(nothing));
                }
                Seccomp seccomp = new Seccomp(libC, arch);
                seccomp.installOnThisThread(seccomp.load(PolicyCompiler.compile(policy, arch)));
                confined = libC.syscall(number, 0, 0, 0, 0, 0);
            } catch (SeccompException e) {
                failure = e.getMessage();
            }
        });
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            return Optional.of("interrupted");
        }
        if (failure != null) {
            return Optional.of(failure);
        }
        if (confined != -EPERM) {
            return Optional.of(
                    "a filter was installed and did not deny: this kernel, or what emulates it, cannot confine");
        }
        // The first process of a PID namespace, as in most containers, has no parent there: 0 (getppid(2)).
        return libC.syscall(number, 0, 0, 0, 0, 0) >= 0
                ? Optional.empty()
                : Optional.of("one thread's filter denied another thread's call");
    }
}
