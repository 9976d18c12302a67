package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Clash;

class ClashIT {
    @EveryJdk
    void anApplicationKeepsItsOwnVersionsOfTheAgentsLibraries(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .classPath(AgentRun.REPOSITORY.resolve("agent-it/target/clash") + "/*")
                .run(Clash.class)
                .exitsWith(0);
        assertEquals("woven", result.value("byteBuddy"));
        assertEquals("1", result.value("config"));
        assertEquals("true", result.value("jnr"));
        assertEquals("byte-buddy-1.14.19.jar", result.value("from-ByteBuddy"));
        assertEquals("config-1.4.2.jar", result.value("from-ConfigFactory"));
        assertEquals("jnr-ffi-2.2.17.jar", result.value("from-LibraryLoader"));
        assertEquals("slf4j-api-1.7.36.jar", result.value("from-LoggerFactory"));
        assertEquals("Permission denied", result.value("confined"));
        // The application's own logging configuration, untouched: slf4j-simple 1.7's default format.
        assertTrue(result.err().contains("[main] INFO application - logged by the application"), result.err());
    }
}
