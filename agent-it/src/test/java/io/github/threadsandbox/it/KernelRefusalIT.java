package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.fault.UnderFilter;
import io.github.threadsandbox.it.probe.BornConfined;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent's native calls fail, each for real: nothing of the application runs unless the operator said so. */
class KernelRefusalIT {
    private static final String SEES_THROUGH = "this kernel, or what emulates it, cannot be trusted to confine";

    /** What a kernel does with one call, and what becomes of it: an exit code and a sentence. */
    private record Case(String call, int argument, int value, int errno, boolean warn, int exit, String says) {
        @Override
        public String toString() {
            return call + " with argument " + argument + " = " + value + ": errno " + errno
                    + (warn ? ", on-error = warn" : "");
        }
    }

    private record On(Jdk jdk, Case what) {
        @Override
        public String toString() {
            return jdk + ": " + what;
        }
    }

    static Stream<On> cases() {
        // prctl: PR_SET_NO_NEW_PRIVS 38, PR_GET_NO_NEW_PRIVS 39, PR_GET_SECCOMP 21. seccomp, its second argument: TSYNC
        // with
        // TSYNC_ESRCH 17 for the base filter, 0 for a role's.
        List<Case> all = List.of(
                new Case("prctl", 0, 38, 1, false, 1, "prctl(PR_SET_NO_NEW_PRIVS) for 'base': EPERM: the container's"),
                new Case("prctl", 0, 39, 22, false, 1, "prctl(PR_GET_NO_NEW_PRIVS) for 'base': EINVAL: this kernel"),
                new Case("prctl", 0, 39, 0, false, 1, SEES_THROUGH),
                new Case("seccomp", 1, 17, 22, false, 1, "for 'base': EINVAL: this kernel lacks seccomp filters"),
                new Case("seccomp", 1, 17, 38, false, 1, "for 'base': ENOSYS: this kernel, or the container's"),
                new Case("seccomp", 1, 17, 3, false, 1, "for 'base': ESRCH: another thread already has a filter"),
                new Case("seccomp", 1, 17, 0, false, 1, SEES_THROUGH),
                new Case("seccomp", 1, 0, 12, false, 1, "for 'compute': ENOMEM: the filters on this thread"),
                // Under Landlock the thread cannot count its filters: the self-test sees through it.
                new Case("seccomp", 1, 0, 0, false, 1, "its filter says errno 1: this kernel, or what emulates it"),
                new Case(
                        "seccomp",
                        1,
                        17,
                        1,
                        true,
                        0,
                        "runs unconfined (on-error = warn): seccomp(SECCOMP_SET_MODE_FILTER)"),
                new Case(
                        "seccomp",
                        1,
                        0,
                        12,
                        true,
                        0,
                        "under the base filter alone, no thread has a role (on-error = warn)"));
        return Jdk.all().stream().flatMap(jdk -> all.stream().map(what -> new On(jdk, what)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void startsNothingUnlessToldTo(On on) {
        Case what = on.what();
        AgentRun.Result result = run(on.jdk(), what)
                .roles(
                        "on-error = " + (what.warn() ? "warn" : "abort"),
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(BornConfined.class)
                .exitsWith(what.exit());
        assertTrue(result.err().contains(what.says()), result::err);
        if (what.exit() != 0) {
            assertEquals("", result.out(), "the application must not run");
            assertTrue(result.err().startsWith("thread-sandbox: the JVM does not start:"), result::err);
        } else {
            assertEquals("done", result.value("name"));
        }
    }

    /** These two tell what is known anyway: by the count of filters, and by the thread's name. */
    @EveryJdk
    void confinesWithoutWhatItOnlyAsks(Jdk jdk) {
        for (Case what :
                List.of(new Case("prctl", 0, 21, 1, false, 0, ""), new Case("gettid", 0, 0, 1, false, 0, ""))) {
            AgentRun.Result result = run(jdk, what)
                    .roles(
                            "roles { compute { allow = [\"@jvm\"] } }",
                            "threads = [ { name = \"role-*\", role = compute } ]")
                    .run(BornConfined.class)
                    .exitsWith(0);
            assertFalse(result.value("name").equals("done"), result::out);
        }
    }

    private static AgentRun run(Jdk jdk, Case what) {
        return AgentRun.on(jdk)
                .under(
                        UnderFilter.class,
                        what.call(),
                        Integer.toString(what.argument()),
                        Integer.toString(what.value()),
                        Integer.toString(what.errno()));
    }
}
