package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.VirtualThreads;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VirtualThreadIT {
    static List<Jdk> withVirtualThreads() {
        return Jdk.all().stream().filter(jdk -> jdk.feature() >= 21).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("withVirtualThreads")
    void refusesVirtualThreadsThatWouldNeedARole(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .run(VirtualThreads.class)
                .exitsWith(0);
        assertEquals("[done]", result.value("plain"));
        for (String refused : List.of("named", "annotated", "fromConfined")) {
            assertTrue(result.value(refused).contains("refused: it is a virtual thread"), result.out());
        }
        assertFalse(result.out().contains("ran="), result.out());
    }
}
