package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.BornConfined;
import java.util.List;

class BornConfinedIT {
    private static final String DENIED = "Permission denied";
    private static final List<String> CONFINED = List.of(
            "name",
            "class",
            "annotation",
            "task",
            "lambda",
            "sandboxed",
            "sandboxed-subclass",
            "sandboxed-task",
            "sandboxed-callable",
            "timer",
            "forkjoin",
            "executor",
            "child",
            "child-of-another-role");

    @EveryJdk
    void confinesThreadsOfEveryKindBeforeTheirFirstInstruction(Jdk jdk) {
        checkConfines(AgentRun.on(jdk));
    }

    /** With what is asked for beside the role map. */
    static AgentRun.Result checkConfines(AgentRun run) {
        AgentRun.Result result = run.roles(
                        "observe = on",
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  reader { allow = [\"@jvm\", \"@file-read\"] }",
                        "}",
                        "threads = [",
                        "  { name = \"role-*\", role = compute }",
                        "  { name = \"reader\", role = reader }",
                        "  { name = \"map-first\", role = reader }",
                        "  { class = \"io.github.threadsandbox.it.probe.BornConfined$ByClass\", role = compute }",
                        "  { annotation = \"**$Marked\", role = compute }",
                        "  { task = \"io.**.BornConfined$Task\", role = compute }",
                        "  { task = \"**.BornConfined$Host\", role = compute }",
                        "]")
                .run(BornConfined.class)
                .exitsWith(0);
        for (String label : CONFINED) {
            assertEquals(DENIED, result.value(label), label);
        }
        assertEquals("500", result.value("many"));
        assertEquals("denied", result.value("role-exec"));
        for (String label : List.of("unmatched", "main", "main-exec", "reader", "map-first")) {
            assertEquals("done", result.value(label), label);
        }
        assertTrue(
                result.value("unknown-role")
                        .contains("'nobody' refused: @SandboxedThread names a role that the role map"
                                + " does not define"),
                result.out());
        return result;
    }

    @EveryJdk
    void changesNothingWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(BornConfined.class).exitsWith(0);
        for (String label : CONFINED) {
            assertEquals("done", result.value(label), label);
        }
        assertEquals("0", result.value("many"));
        assertEquals("done", result.value("role-exec"));
    }
}
