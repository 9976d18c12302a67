package io.github.threadsandbox.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259, and nothing beyond it. */
class JsonTextTest {
    @Test
    void readsEveryKindOfValue() {
        assertEquals(
                Map.of("a", List.of(1L, -2.5, true, false, "x\"\\\n\u00e9\ud83d\ude00"), "b", Map.of("c", List.of())),
                JsonText.object(" { \"a\" : [1, -2.5, true, false, \"x\\\"\\\\\\n\\u00e9\\ud83d\\ude00\"],"
                        + " \"b\":{\"c\":[]}, \"gone\": null } "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1}{",
                "{a:1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":1.}",
                "{\"a\":'b'}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":tru}",
                "{\"a\":[1 2]}",
                "{\"a\":1,\"a\":2}",
                "[]",
                "{\"a\":\"\t\"}"
            })
    void refusesEverythingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonText.object(text));
    }

    @Test
    void refusesWhatIsNestedWithoutEnd() {
        assertThrows(IllegalArgumentException.class, () -> JsonText.object("{\"a\":" + "[".repeat(100_000)));
    }
}
