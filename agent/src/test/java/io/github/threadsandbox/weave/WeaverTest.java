package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WeaverTest {
    /** Where a stack ends, the JVM goes on without what weaves. */
    @Test
    void whatIsWovenWhenLoadedIsLoadedBeforeThereIsAConfinedThread() throws IOException {
        Set<String> loaded;
        try (InputStream in = Weaver.class.getResourceAsStream("/io/github/threadsandbox/confine/preload.txt")) {
            loaded = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("  load "))
                    .map(line -> line.substring(line.indexOf('/') + 1))
                    .collect(Collectors.toSet());
        }
        assertEquals(
                List.of(),
                Weaver.all().stream()
                        .filter(weaving -> !weaving.atStart())
                        .map(weaving -> weaving.className().replace('/', '.'))
                        .filter(name -> !loaded.contains(name))
                        .toList());
    }
}
