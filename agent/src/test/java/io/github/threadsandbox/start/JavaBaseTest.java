package io.github.threadsandbox.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaBaseTest {
    @Test
    void whateverTheGateHasIsInitialisedBeforeThereIsAConfinedThread() throws IOException {
        List<String> missing = new ArrayList<>(JavaBase.GATE);
        try (InputStream in = JavaBase.class.getResourceAsStream("/io/github/threadsandbox/confine/preload.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.strip().replace("java.base/", ""))
                    .forEach(missing::remove);
        }
        assertEquals(List.of(), missing);
    }
}
