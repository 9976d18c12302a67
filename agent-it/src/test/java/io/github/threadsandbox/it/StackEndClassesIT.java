package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.StackEndClasses;

class StackEndClassesIT {
    @EveryJdk
    void tasksKeepTheirRolesWhateverTheirClassForgets(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(StackEndClasses.class)
                .exitsWith(0);
        assertEquals("true", result.value("ended"));
        assertEquals("[Permission denied]", result.value("seen"), result::out);
    }
}
