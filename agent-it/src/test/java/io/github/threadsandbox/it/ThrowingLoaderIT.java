package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.ThrowingLoader;

/** The agent asks an application's class loader for nothing: neither to weave, nor to read annotations, nor to match a task. */
class ThrowingLoaderIT {
    @EveryJdk
    void confinesTasksOfALoaderThatThrows(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { annotation = \"" + ThrowingLoader.class.getName()
                                + "$Unloadable\", role = compute } ]")
                .run(ThrowingLoader.class)
                .exitsWith(0);
        for (String task : new String[] {"thread/Annotated", "task/Annotated", "thread/Sandboxed", "task/Sandboxed"}) {
            assertEquals("Permission denied", result.value(task), task);
        }
        assertEquals("[]", result.value("asked"));
    }
}
