package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Lanes;
import io.github.threadsandbox.it.probe.SandboxedMethods;
import java.util.List;

class LanesIT {
    private static final String DENIED = "Permission denied";

    @EveryJdk
    void tasksRunUnderTheirOwnRoleOnSharedPools(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "observe = on",
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  other { allow = [\"@jvm\", \"@file-read\"] }",
                        "  sharing { allow = [\"@jvm\"], context = share }",
                        "}",
                        "lanes { most = 2, idle = 1s }",
                        "threads = [",
                        "  { name = \"other-*\", role = other }",
                        "  { task = \"**.Lanes$Matched\", role = compute }",
                        "  { task = \"**.Lanes$Sharing\", role = sharing }",
                        "]")
                .run(Lanes.class)
                .exitsWith(0);
        long own = result.out().lines().filter(line -> line.startsWith("own/")).count();
        assertEquals(jdk.feature() >= 25 ? 20 : 17, own, result::out);
        result.out()
                .lines()
                .filter(line -> line.startsWith("own/"))
                .forEach(line -> assertTrue(line.endsWith("=" + DENIED), line));
        assertEquals(DENIED, result.value("executed"));
        assertEquals("[" + DENIED + ", done, " + DENIED + "]", result.value("invokeAll"));
        assertEquals("done", result.value("plain"));
        assertTrue(result.value("fromOtherRole.lane").startsWith("thread-sandbox-lane-compute+other-"), result::out);
        assertTrue(result.value("undefined").contains("names a role that the role map does not define"), result::out);
        assertEquals("java.io.IOException: on purpose", result.value("exception"));
        assertEquals("interrupted", result.value("cancel"));
        assertEquals("false", result.value("flagAfterCancel"));
        assertEquals("true", result.value("cached"));
        assertEquals("true null", result.value("leftBehind"));
        assertEquals("null inherited true", result.value("context.inherit"));
        assertEquals("own inherited true", result.value("context.share"));
        assertEquals("changed inherited true", result.value("context.changed"));
        assertEquals("2", result.value("most"));
        assertEquals("done", result.value("nested"));
        assertEquals("0", result.value("lanesLeft"));
        assertEquals(DENIED, result.value("afterwards"));
        result.value("end");
    }

    @EveryJdk
    void methodsRunUnderTheirRole(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles("roles { compute { allow = [\"@jvm\"] }, reader { allow = [\"@jvm\", \"@file-read\"] } }")
                .run(SandboxedMethods.class)
                .exitsWith(0);
        List<String> methods =
                result.out().lines().filter(line -> line.startsWith("method/")).toList();
        assertEquals(SandboxedMethods.METHODS, methods.size(), result::out);
        methods.forEach(line -> assertTrue(line.endsWith("=" + DENIED), line));
        withOrWithout(result);
        assertTrue(result.value("undefined").contains("@SandboxedThread on a method names a role"), result::out);
        assertEquals("refused", result.value("torn"));
        assertTrue(
                result.err()
                        .contains("SandboxedMethods$Torn.on(Ljava/lang/String;)Ljava/lang/String; inherits the roles"),
                result::err);
        assertEquals("refused", result.value("native"));
        assertTrue(
                result.err().contains("@SandboxedThread on the native method io.github.threadsandbox.it.probe."),
                result::err);
    }

    @EveryJdk
    void methodsAreOrdinaryWithoutTheAgent(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).withoutAgent().run(SandboxedMethods.class).exitsWith(0);
        result.out()
                .lines()
                .filter(line -> line.startsWith("method/"))
                .forEach(line -> assertTrue(line.endsWith("=done"), line));
        withOrWithout(result);
    }

    /** What a direct call does, and a call on a lane as well. */
    private static void withOrWithout(AgentRun.Result result) {
        assertEquals("true z 1 2 3 4 5.5 6.5 text", result.value("primitives"));
        assertEquals("java.io.IOException: on purpose", result.value("checked"));
        assertEquals("java.lang.StackOverflowError", result.value("error"));
        assertEquals("120", result.value("recursion"));
        assertEquals("[a, b]", result.value("generic"));
        assertEquals("interrupted", result.value("interrupt"));
        assertEquals("true", result.value("flag"));
        assertEquals("done", result.value("innocent"));
        assertEquals("done", result.value("naming"));
        assertEquals("true false", result.value("equal"));
        assertEquals("12", result.value("monitor"));
        result.value("end");
    }
}
