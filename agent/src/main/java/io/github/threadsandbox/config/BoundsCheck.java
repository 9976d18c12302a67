package io.github.threadsandbox.config;

import static io.github.threadsandbox.linux.OpenFlags.O_WRONLY;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Policy;
import java.util.Collection;
import java.util.Map;

/** Refuses paths and ports that a role names for what its rules do not let it do at all. */
final class BoundsCheck {
    private static final Map<FileUse, String> FILES = Map.of(
            FileUse.READ, "add \"@file-read\" to allow, or take class-path = deny out",
            FileUse.WRITE, "add \"@file-write\" to allow",
            FileUse.CREATE, "add \"@file-write\" to allow",
            FileUse.EXECUTE, "add \"@process\" to allow");
    private static final Map<PortUse, String> PORTS = Map.of(
            PortUse.CONNECT, "add \"@network-client\" to allow",
            PortUse.BIND, "add \"@network-server\" to allow");

    private static final int O_RDONLY = 0;

    private BoundsCheck() {}

    static void check(Section role, RoleBounds bounds, Policy policy) {
        bounds.files().forEach((use, paths) -> {
            if (says(role, "files", use.key(), paths) && !can(use, policy)) {
                refuse(role, "files", use.key(), FILES.get(use));
            }
        });
        bounds.ports().forEach((use, ports) -> {
            if (says(role, "tcp", use.key(), ports)
                    && !policy.decision(use.key()).mayAllow()) {
                refuse(role, "tcp", use.key(), PORTS.get(use));
            }
        });
    }

    /** What a role has from one that it builds on is that one's to answer for. */
    private static boolean says(Section role, String key, String use, Collection<?> named) {
        return !named.isEmpty() && role.section(key).says(use);
    }

    private static void refuse(Section role, String key, String use, String fix) {
        Section section = role.section(key);
        section.report()
                .problem(
                        section.origin(use),
                        section.path(use),
                        "says where, and the role's rules do not let it do so at all: " + fix);
    }

    private static boolean can(FileUse use, Policy policy) {
        return switch (use) {
            case READ -> mayOpen(policy, O_RDONLY);
            case WRITE -> mayOpen(policy, O_WRONLY);
            case CREATE ->
                mayOpen(policy, O_WRONLY) || policy.decision("mkdirat").mayAllow();
            case EXECUTE -> policy.decision("execve").mayAllow();
        };
    }

    private static boolean mayOpen(Policy policy, long flags) {
        return policy.decision("openat")
                .decide(new long[] {0, 0, flags, 0, 0, 0})
                .equals(Action.allow());
    }
}
