package io.github.threadsandbox.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleMapTest {
    private final RoleMap map = new RoleMap(List.of(
            rule("worker-*", null, null, null, "named"),
            rule(null, "com.acme.*Thread", null, null, "classed"),
            rule(null, null, "com.acme.parse.**", null, "tasked"),
            rule("both-*", null, null, "com.acme.Untrusted", "both"),
            rule(null, null, null, "**.Untrusted", "annotated")));

    @Test
    void letsTheFirstRuleThatMatchesDecide() {
        assertEquals(Optional.of("named"), role("worker-1", "com.acme.MyThread", null, Set.of()));
        assertEquals(Optional.of("classed"), role("x", "com.acme.MyThread", "com.acme.parse.A", Set.of()));
        assertEquals(Optional.of("tasked"), role("x", "java.lang.Thread", "com.acme.parse.deep.A", Set.of()));
        assertEquals(Optional.of("both"), role("both-1", "java.lang.Thread", null, Set.of("com.acme.Untrusted")));
        assertEquals(Optional.of("annotated"), role("x", "java.lang.Thread", null, Set.of("com.acme.Untrusted")));
        assertEquals(Optional.empty(), role("both-1", "java.lang.Thread", null, Set.of()));
    }

    @Test
    void asksTheAnnotationWhereNoRuleMatches() {
        ThreadTraits traits =
                new ThreadTraits("x", "a.T", Optional.of("a.Task"), Set.of(), List.of("of-task", "of-thread"));
        assertEquals(Optional.of("of-task"), map.roleOf(traits));
        ThreadTraits named = new ThreadTraits("worker-9", "a.T", Optional.empty(), Set.of(), List.of("of-thread"));
        assertEquals(Optional.of("named"), map.roleOf(named));
    }

    @Test
    void decidesWithoutTheNameWhereNoRuleAsksForIt() {
        assertTrue(map.asksForName("worker-1") && map.asksForName("both-"));
        assertFalse(map.asksForName("x") || map.asksForName(""));
        assertEquals(
                List.of("classed", "tasked", "annotated"),
                map.nameless().rules().stream().map(RoleRule::role).toList());
    }

    @Test
    void givesATaskARoleWhereTheDecidingRuleSpeaksOfTasks() {
        assertEquals(Optional.of("tasked"), task("pool-1", "com.acme.parse.A", Set.of()));
        assertEquals(Optional.of("annotated"), task("pool-1", "a.Task", Set.of("com.acme.Untrusted")));
        assertEquals(Optional.of("both"), task("both-1", "a.Task", Set.of("com.acme.Untrusted")));
        assertEquals(Optional.empty(), task("pool-1", "a.Task", Set.of()));
        // The thread took that role when it started, and the rule comes first.
        assertEquals(Optional.empty(), task("worker-1", "com.acme.parse.A", Set.of()));
        assertEquals(
                Optional.of("of-task"),
                map.roleOfTask(new ThreadTraits("pool-1", "a.T", Optional.of("a.Task"), Set.of(), List.of("of-task"))));
    }

    @Test
    void knowsWhichTasksCannotHaveARole() {
        assertEquals(true, may("com.acme.parse.A", Set.of()));
        assertEquals(true, may("a.Task", Set.of("com.acme.Untrusted")));
        assertEquals(false, may("a.Task", Set.of()));
        assertEquals(true, map.concernsTasks());
        assertEquals(
                false,
                new RoleMap(List.of(rule("a", null, null, null, "r"), rule(null, "b", null, null, "r")))
                        .concernsTasks());
    }

    private Optional<String> task(String worker, String task, Set<String> annotations) {
        return map.roleOfTask(new ThreadTraits(worker, "java.lang.Thread", Optional.of(task), annotations, List.of()));
    }

    private boolean may(String task, Set<String> annotations) {
        return map.mayConcernTask(new ThreadTraits("", "", Optional.of(task), annotations, List.of()));
    }

    private Optional<String> role(String name, String type, String task, Set<String> annotations) {
        return map.roleOf(new ThreadTraits(name, type, Optional.ofNullable(task), annotations, List.of()));
    }

    private static RoleRule rule(String name, String type, String task, String annotation, String role) {
        return new RoleRule(
                Optional.ofNullable(name).map(Glob::ofThreadName),
                Optional.ofNullable(type).map(Glob::ofClassName),
                Optional.ofNullable(task).map(Glob::ofClassName),
                Optional.ofNullable(annotation).map(Glob::ofClassName),
                role);
    }
}
