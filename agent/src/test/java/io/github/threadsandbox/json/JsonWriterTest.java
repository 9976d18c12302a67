package io.github.threadsandbox.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void writesEverythingOnOneLineOrALineEach() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("number", 1.5);
        all.put("list", Arrays.asList("a", null, true, List.of()));
        all.put("map", Map.of());
        assertEquals("{\"number\":1.5,\"list\":[\"a\",null,true,[]],\"map\":{}}", JsonWriter.line(all));
        assertEquals("""
                {
                  "number": 1.5,
                  "list": [
                    "a",
                    null,
                    true,
                    []
                  ],
                  "map": {}
                }""", JsonWriter.lines(all));
    }

    /** Neither a line's end nor an order to a terminal gets through; and what is written is read as it was. */
    @Test
    void textsOfAllKindsStayOnTheirLine() {
        StringBuilder every = new StringBuilder("\ud800 \ud83d\ude00 \\ \"");
        for (char c = 0; c < 0x3000; c++) {
            every.append(c);
        }
        String line = JsonWriter.line(Map.of("text", every.toString()));
        assertEquals(0, line.chars().filter(Character::isISOControl).count());
        assertEquals(1, line.lines().count());
        assertEquals(-1, line.indexOf('\u2028'));
        assertEquals(every.toString(), JsonText.object(line).get("text"));
        assertEquals(
                every.toString(),
                JsonText.object(JsonWriter.lines(Map.of("text", every.toString())))
                        .get("text"));
    }
}
