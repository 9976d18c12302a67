package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.fault.UnderFilter;
import io.github.threadsandbox.it.probe.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Landlock's calls fail, each for real, with each errno of its man page and those that the kernel's source has besides: a role that is to be
 * held to paths or ports is refused by name, and nothing of the application runs.
 */
class BoundsRefusalIT {
    /** linux/landlock.h: what is asked for is the first flag; a rule set is made with none. */
    private static final int FLAGS = 2;

    private static final int VERSION = 1;

    /** LANDLOCK_RULE_PATH_BENEATH and LANDLOCK_RULE_NET_PORT. */
    private static final int TYPE = 1;

    private static final int PATH = 1;
    private static final int PORT = 2;

    /** asm-generic/errno-base.h, asm-generic/errno.h. */
    private static final List<Errno> ERRNOS = List.of(
            new Errno("EPERM", 1),
            new Errno("E2BIG", 7),
            new Errno("EBADF", 9),
            new Errno("ENOMEM", 12),
            new Errno("EFAULT", 14),
            new Errno("EINVAL", 22),
            new Errno("ENFILE", 23),
            new Errno("EMFILE", 24),
            new Errno("ENOSYS", 38),
            new Errno("ENOMSG", 42),
            new Errno("EBADFD", 77),
            new Errno("EOPNOTSUPP", 95),
            new Errno("EAFNOSUPPORT", 97));

    private record Errno(String name, int number) {}

    /** What the kernel does with one call, and what the agent says. */
    private record Case(Jdk jdk, String call, int argument, int value, int errno, List<String> says) {
        @Override
        public String toString() {
            return jdk + ": " + call + " with argument " + argument + " = " + value + ": errno " + errno;
        }
    }

    /** An errno is the same on each JDK: they take turns. */
    private static final class Cases {
        private final List<Jdk> jdks = Jdk.all();
        private final List<Case> all = new ArrayList<>();

        void add(String call, int argument, int value, int errno, String... says) {
            all.add(new Case(jdks.get(all.size() % jdks.size()), call, argument, value, errno, List.of(says)));
        }

        void addEach(String call, int argument, int value, String named, String... errnos) {
            for (String name : errnos) {
                Errno errno = ERRNOS.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
                add(call, argument, value, errno.number(), named, ": " + name + ": ");
            }
        }
    }

    /** landlock_create_ruleset(2), landlock_add_rule(2), landlock_restrict_self(2); security/landlock/syscalls.c. */
    static Stream<Case> cases() {
        Cases cases = new Cases();
        String role = "role 'held' cannot be held to its paths and ports: ";
        cases.addEach(
                "landlock_create_ruleset",
                FLAGS,
                0,
                role + "landlock_create_ruleset",
                "EOPNOTSUPP",
                "EINVAL",
                "E2BIG",
                "EFAULT",
                "ENOMSG",
                "ENOMEM",
                "EMFILE",
                "ENFILE",
                "EPERM",
                "ENOSYS");
        // Success is descriptor 0, which is no rule set.
        cases.add("landlock_create_ruleset", FLAGS, 0, 0, role + "landlock_add_rule(", ": EBADFD: ");
        cases.addEach(
                "landlock_add_rule",
                TYPE,
                PATH,
                role + "landlock_add_rule(/",
                "EOPNOTSUPP",
                "EINVAL",
                "ENOMSG",
                "EBADF",
                "EBADFD",
                "EPERM",
                "EFAULT",
                "ENOMEM",
                "E2BIG");
        cases.addEach(
                "landlock_add_rule",
                TYPE,
                PORT,
                role + "landlock_add_rule(port 443)",
                "EAFNOSUPPORT",
                "EOPNOTSUPP",
                "EINVAL",
                "ENOMSG",
                "EBADF",
                "EBADFD",
                "EPERM",
                "EFAULT",
                "ENOMEM",
                "E2BIG");
        cases.addEach(
                "landlock_restrict_self",
                1,
                0,
                "role 'held' cannot be confined: landlock_restrict_self",
                "EOPNOTSUPP",
                "EINVAL",
                "EBADF",
                "EBADFD",
                "EPERM",
                "E2BIG",
                "ENOMEM",
                "ENOSYS");
        cases.add(
                "landlock_restrict_self",
                1,
                0,
                0,
                "role 'held' cannot be confined: a thread under Landlock opened '/', which its rules deny: this kernel");
        // What else it says than that there is none (LandlockIT): a container that forbids the calls.
        cases.addEach(
                "landlock_create_ruleset",
                FLAGS,
                VERSION,
                "thread-sandbox.roles.held.tcp.connect cannot be held: this kernel has no Landlock",
                "EPERM");
        return cases.all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void nothingRunsThatIsNotHeld(Case what) {
        // A kernel without Landlock is the one thing that best-effort puts up with.
        boolean none = what.value() == VERSION && what.argument() == FLAGS;
        AgentRun.Result result = run(what, none ? "required" : "best-effort").exitsWith(1);
        assertEquals("", result.out(), "the application must not run");
        assertTrue(result.err().startsWith("thread-sandbox: the JVM does not start:"), result::err);
        what.says().forEach(said -> assertTrue(result.err().contains(said), () -> said + " in:\n" + result.err()));
    }

    /** The operator's word for it, and then a list of what is not held. */
    @EveryJdk
    void whereTheCallsAreForbiddenBestEffortSaysWhatIsNotHeld(Jdk jdk) {
        AgentRun.Result result = run(
                        new Case(jdk, "landlock_create_ruleset", FLAGS, VERSION, 1, List.of()), "best-effort")
                .exitsWith(0);
        assertEquals("AccessDeniedException", result.value("compute-1//etc/passwd"), result::err);
        for (String line : List.of(
                "not held (landlock = best-effort): ",
                ".conf:4: thread-sandbox.roles.held.files.read cannot be held: this kernel",
                ".conf:4: thread-sandbox.roles.held.tcp.connect cannot be held: this kernel",
                "(landlock_create_ruleset: EPERM: a seccomp profile of the container denies it)",
                "held, strict cannot be held to the class path and so open no file of it")) {
            assertTrue(result.err().contains(line), () -> line + " in:\n" + result.err());
        }
    }

    private static AgentRun.Result run(Case what, String landlock) {
        return AgentRun.on(what.jdk())
                .under(
                        UnderFilter.class,
                        what.call(),
                        Integer.toString(what.argument()),
                        Integer.toString(what.value()),
                        Integer.toString(what.errno()))
                .roles(
                        "landlock = " + landlock,
                        "roles {",
                        "  held { allow = [\"@jvm\", \"@network-client\"], files.read = [\"/usr\"], tcp.connect = [443] }",
                        "  strict { allow = [\"@jvm\"] }",
                        "}",
                        "threads = [ { name = \"held-*\", role = held }, { name = \"compute-*\", role = strict } ]")
                .run(Reads.class, "held-1,compute-1", "/etc/passwd");
    }
}
