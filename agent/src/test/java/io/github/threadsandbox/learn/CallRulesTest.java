package io.github.threadsandbox.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.linux.Arch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallRulesTest {
    private final CallRules rules = new CallRules(Arch.X86_64);

    @Test
    void whoOnlyAsksForALimitMayNotSetIt() {
        assertEquals(
                List.of(
                        "prlimit64(resource == RLIMIT_NOFILE, new_limit == NULL)",
                        "prlimit64(resource == RLIMIT_CORE)"),
                rules.of(List.of(limit("RLIMIT_NOFILE", "NULL"), limit("RLIMIT_CORE", "0x7f00"))));
    }

    private static Call limit(String resource, String to) {
        Map<String, String> arguments =
                Map.of("pid", "0", "resource", resource, "new_limit", to, "old_limit", "0x7f10");
        return Call.of("prlimit64", arguments, "", "", -1);
    }
}
