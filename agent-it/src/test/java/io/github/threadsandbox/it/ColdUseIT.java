package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.ColdUse;
import java.util.List;

class ColdUseIT {
    @EveryJdk
    void whatAConfinedThreadWasDeniedStillWorksForTheOthers(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(ColdUse.class)
                .exitsWith(0);
        assertTrue(result.value("confined").contains("file: java.nio.file.AccessDeniedException"), result.out());
        assertTrue(result.value("confined").contains("serverSocket: java.net.SocketException"), result.out());
        List<String> others = result.out().lines().skip(1).toList();
        assertEquals(28, others.size(), result.out());
        others.forEach(line -> assertTrue(line.endsWith("=done"), line));
    }
}
