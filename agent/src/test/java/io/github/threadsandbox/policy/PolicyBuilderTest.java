package io.github.threadsandbox.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Errnos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyBuilderTest {
    private static final long CLONE_THREAD = 0x10000;
    private static final long CLONE_VM = 0x100;
    private static final long CLONE_VFORK = 0x4000;
    private static final long CLONE_NEWUSER = 0x10000000;
    private static final int ACT = 1;

    private final PolicyBuilder builder = new PolicyBuilder(Arch.X86_64);

    @Test
    void deniesWhatNobodyAllowedWithTheErrnoThatCallersExpect() throws RuleException {
        Policy policy = role(List.of("@jvm"), List.of());
        assertEquals("allow", decide(policy, "futex"));
        assertEquals("EACCES", decide(policy, "openat"));
        assertEquals("EPERM", decide(policy, "socket"));
        assertEquals("EPERM", decide(policy, "execve"));
        assertEquals("ENOSYS", decide(policy, "clone3"));
        assertEquals("EPERM", policy.unlisted().toString());
        assertEquals("ENOSYS", policy.unknown().toString());
    }

    @Test
    void knowsWhetherARoleAllowsAllThatAnotherDoes() throws RuleException {
        Policy reading = role(List.of("@file-read"), List.of());
        assertTrue(role(List.of("@jvm", "@file-read", "@network-client"), List.of())
                .allowsAllOf(reading));
        assertTrue(role(List.of("openat", "@file-read"), List.of()).allowsAllOf(reading));
        assertFalse(role(List.of("@jvm", "@network-client"), List.of()).allowsAllOf(reading));
        assertFalse(role(List.of("@file-read"), List.of("readlink")).allowsAllOf(reading));
        assertFalse(role(List.of("@file-read"), List.of("openat(flags == 0)")).allowsAllOf(reading));
        assertFalse(reading.allowsAllOf(role(List.of("openat", "@file-read"), List.of())));
    }

    @Test
    void letsDenyCarveOutOfAGroup() throws RuleException {
        Policy policy = role(List.of("@jvm", "@network-client"), List.of("connect", "socket(domain == AF_INET6)"));
        assertEquals("EPERM", decide(policy, "connect"));
        assertEquals("allow", decide(policy, "socket", 2, 1, 0));
        assertEquals("EPERM", decide(policy, "socket", 10, 1, 0));
        assertEquals("EPERM", decide(policy, "socket", 2, 1, 262), "multipath TCP");
        assertEquals("EPERM", decide(policy, "sendto", 0, 0, 0, 0x20000000), "fast open");
    }

    @Test
    void takesAnyOfSeveralConditionsForOne() throws RuleException {
        Policy policy = role(
                List.of("socket(domain == AF_INET || domain == AF_INET6, type & 0xf == SOCK_STREAM || protocol == 17)"),
                List.of("socket(protocol == 6 || protocol == 262)"));
        assertEquals("allow", decide(policy, "socket", 2, 1, 0));
        assertEquals("allow", decide(policy, "socket", 10, 1 | 0x80000, 0));
        assertEquals("allow", decide(policy, "socket", 10, 2, 17));
        assertEquals("EPERM", decide(policy, "socket", 1, 1, 0));
        assertEquals("EPERM", decide(policy, "socket", 10, 2, 0));
        assertEquals("EPERM", decide(policy, "socket", 2, 1, 6));
        assertEquals("EPERM", decide(policy, "socket", 10, 1, 262));
    }

    @Test
    void findsWhatDenyTakesAwayInWhole() throws RuleException {
        assertEquals("connect by connect", overruled("connect", "connect"));
        assertEquals("connect by @network-client", overruled("connect", "@network-client"));
        assertEquals("@file-read by @file-read", overruled("@file-read", "@file-read"));
        assertEquals(
                "socket(domain == 2, type == 1) by socket(type == SOCK_STREAM)",
                overruled("socket(domain == 2, type == 1)", "socket(type == SOCK_STREAM)"));
        assertEquals("", overruled("socket(domain == 2)", "socket(domain == 2, type == 1)"));
        assertEquals("", overruled("@network-client", "connect"));
        assertEquals("execve by nothing", overruled("execve", "read"));
        assertEquals("fcntl(op == F_SETSIG) by nothing", overruled("fcntl(op == F_SETSIG)", "read"));
        assertEquals("", overruled("fcntl(op == F_SETFL)", "read"));
    }

    private static String overruled(String allow, String deny) throws RuleException {
        RoleRules role = rules(List.of(allow), List.of(deny));
        return Overruled.among(role, role.allow(), Arch.X86_64, Groups.own()).stream()
                .map(one ->
                        one.allow().text() + " by " + one.deny().map(Rule::text).orElse("nothing"))
                .collect(java.util.stream.Collectors.joining());
    }

    @Test
    void opensReadOnlyForFileRead() throws RuleException {
        Policy policy = role(List.of("@jvm", "@file-read"), List.of());
        assertEquals("allow", decide(policy, "openat", 0, 1, 0x80000));
        assertEquals("allow", decide(policy, "openat", 0, 1, 0x10000), "a directory");
        for (long writing : new long[] {1, 2, 0x40, 0x200, 0x410000 | 2, 0x410000}) {
            assertEquals("EACCES", decide(policy, "openat", 0, 1, writing), Long.toHexString(writing));
        }
    }

    @Test
    void neverLetsARoleOutWhateverItAllows() throws RuleException {
        Policy policy = role(
                List.of(
                        "@jvm",
                        "seccomp",
                        "clone",
                        "rt_sigaction",
                        "tgkill",
                        "prctl",
                        "io_uring_setup",
                        "ptrace",
                        "execve"),
                List.of());
        assertEquals("EPERM", decide(policy, "seccomp", 1, 1), "TSYNC");
        assertEquals("EPERM", decide(policy, "seccomp", 1, 8), "a listener");
        assertEquals("allow", decide(policy, "seccomp", 1, 0), "a stricter filter of its own");
        assertEquals("allow", decide(policy, "clone", CLONE_THREAD | CLONE_VM));
        assertEquals("EPERM", decide(policy, "clone", 17), "a process");
        assertEquals("EPERM", decide(policy, "clone", CLONE_VM | CLONE_VFORK | 17), "a process");
        assertEquals("EPERM", decide(policy, "clone", CLONE_THREAD | CLONE_NEWUSER), "a namespace");
        assertEquals("EPERM", decide(policy, "rt_sigaction", 10, ACT));
        assertEquals("allow", decide(policy, "rt_sigaction", 10, 0), "asking");
        assertEquals("EPERM", decide(policy, "tgkill", 1, 2, 10));
        assertEquals("allow", decide(policy, "tgkill", 1, 2, 62));
        assertEquals("allow", decide(policy, "tgkill", 1, 2, 6), "abort");
        assertEquals("EPERM", decide(policy, "prctl", 22));
        assertEquals("ENOSYS", decide(policy, "io_uring_setup"));
        assertEquals("EPERM", decide(policy, "ptrace"));
        assertEquals("EPERM", decide(policy, "execve"));
    }

    @Test
    void startsProcessesWithTheGroupForThat() throws RuleException {
        Policy policy = role(List.of("@jvm", "@process"), List.of());
        assertEquals("allow", decide(policy, "execve"));
        assertEquals("allow", decide(policy, "clone", 17));
        assertEquals("allow", decide(policy, "clone", CLONE_VM | CLONE_VFORK | 17), "posix_spawn");
        assertEquals("EPERM", decide(policy, "clone", CLONE_VM | 17), "a process that shares memory and runs on");
        assertEquals("EPERM", decide(policy, "clone", CLONE_NEWUSER | 17), "a namespace");
        assertEquals("ENOSYS", decide(policy, "clone3"));
    }

    @Test
    void takesOneActionForEveryDenialIfSaid() throws RuleException {
        Policy policy = builder.role(
                new RoleRules("x", rules(List.of("@jvm")), List.of(), OnViolation.always(Action.killProcess())));
        assertEquals("kill-process", decide(policy, "openat"));
        assertEquals("kill-process", policy.unlisted().toString());
        assertEquals("ENOSYS", decide(policy, "clone3"), "C libraries must go on to clone");
    }

    @Test
    void baseAllowsAllButWhatItDenies() throws RuleException {
        Policy base = builder.base(rules(List.of("@dangerous")));
        assertEquals("EPERM", decide(base, "ptrace"));
        assertEquals("ENOSYS", decide(base, "io_uring_setup"));
        assertEquals("allow", decide(base, "execve"));
        assertEquals("allow", decide(base, "unshare", 0x200), "unshare(CLONE_FS) makes no namespace");
        assertEquals("EPERM", decide(base, "unshare", 0x10000000));
        assertEquals("allow", base.unknown().toString());
    }

    @Test
    void saysWhichRulesDecided() throws RuleException {
        Explanation explanation = builder.explain(rules(List.of("@jvm", "@network-server"), List.of("bind")));
        assertEquals(
                "@network-server > @network-client: to whom, seccomp cannot see",
                explanation.allowed().get("connect").get(0).origin());
        assertEquals("", explanation.denied().get("bind").get(0).origin());
        assertTrue(explanation.alwaysDenied().containsKey("ptrace"));
    }

    @Test
    void ordersActionsAsTheKernelDoes() {
        Action eperm = Action.errno(Errnos.of("EPERM").orElseThrow());
        Action enoent = Action.errno(Errnos.of("ENOENT").orElseThrow());
        assertEquals(eperm, Action.allow().stricter(eperm));
        assertEquals(eperm, eperm.stricter(Action.allow()));
        assertEquals(eperm, eperm.stricter(enoent), "between equals the first");
        assertEquals(Action.killProcess(), eperm.stricter(Action.killProcess()));
    }

    private Policy role(List<String> allow, List<String> deny) throws RuleException {
        return builder.role(rules(allow, deny));
    }

    private static RoleRules rules(List<String> allow, List<String> deny) throws RuleException {
        return new RoleRules("some", rules(allow), rules(deny), OnViolation.AUTO);
    }

    private static List<Rule> rules(List<String> texts) throws RuleException {
        List<Rule> rules = new ArrayList<>();
        for (String text : texts) {
            rules.add(new RuleParser(Arch.X86_64).parse(text));
        }
        return rules;
    }

    private static String decide(Policy policy, String syscall, long... arguments) {
        long[] six = java.util.Arrays.copyOf(arguments, 6);
        return policy.decision(syscall).decide(six).toString();
    }
}
