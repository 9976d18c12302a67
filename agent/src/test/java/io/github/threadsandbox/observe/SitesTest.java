package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SitesTest {
    private final Sites sites = new Sites();

    @Test
    void remembersFewOfLongPaths() {
        Sites.Site first = at("/" + "x".repeat(4000));
        assertSame(first, at("/" + "x".repeat(4000)));
        for (int i = 0; i < 1000; i++) {
            at("/" + i + "x".repeat(4000));
        }
        assertNotSame(first, at("/" + "x".repeat(4000)));
    }

    @Test
    void remembersFewOfLongStacks() {
        Sites.Site first = at("/first");
        Sites.Site last = at("/last");
        List<String> stack = Collections.nCopies(64, "x".repeat(300));
        for (int i = 0; i < 1000; i++) {
            // One that has another stack than before takes no more room.
            sites.stack(last, stack);
        }
        assertSame(first, at("/first"));
        for (int i = 0; i < 100; i++) {
            sites.stack(at("/" + i), stack);
        }
        assertNotSame(first, at("/first"));
    }

    private Sites.Site at(String path) {
        return sites.of("compute", 1, new DecodedCall("openat", Map.of(), path, "", -1));
    }
}
