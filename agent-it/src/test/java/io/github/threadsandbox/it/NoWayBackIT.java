package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.NoWayBack;

class NoWayBackIT {
    @EveryJdk
    void aConfinedThreadFindsNoWayOut(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  reader { allow = [\"@jvm\", \"@file-read\"] }",
                        "}",
                        "threads = [ { name = \"role-*\", role = compute }, { name = reader, role = reader } ]")
                .run(NoWayBack.class)
                .exitsWith(0);
        assertEquals("IllegalAccessException", result.value("gate"));
        for (String reflection : new String[] {"handover", "start0", "exit"}) {
            assertEquals("InaccessibleObjectException", result.value(reflection), reflection);
        }
        assertEquals("IllegalArgumentException", result.value("premain"));
        assertEquals("ClassNotFoundException", result.value("agentClass"));
        assertEquals("ClassNotFoundException", result.value("probeThread"));
        assertEquals("false", result.value("leaked"));
        assertTrue(Integer.parseInt(result.value("agentThreads")) >= 3, result.out());
        assertEquals("Permission denied", result.value("renamed"));
        assertEquals("[Permission denied]", result.value("childReader"));
        assertEquals("[Permission denied]", result.value("childPlain"));
        assertEquals("[[Permission denied]]", result.value("childOfChild"));
        assertEquals("0", result.value("frames"));
        assertEquals("done", result.value("main"));
        assertEquals("[Permission denied]", result.value("after"));
        assertFalse(result.out().contains("escaped="), result.out());
    }
}
