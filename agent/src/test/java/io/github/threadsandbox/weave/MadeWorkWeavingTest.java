package io.github.threadsandbox.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MadeWorkWeavingTest {
    @Test
    void knowsAClassThatCameInsideAnothersPackages() {
        assertTrue(MadeWorkWeaving.NAMES.knows("io/netty/util/HashedWheelTimer$HashedWheelTimeout"));
        assertTrue(MadeWorkWeaving.NAMES.knows("a/shaded/io/netty/util/HashedWheelTimer$HashedWheelTimeout"));
        assertFalse(MadeWorkWeaving.NAMES.knows("a/radio/netty/util/HashedWheelTimer$HashedWheelTimeout"));
    }

    /** What only one of the two knew would run under nobody's roles. */
    @Test
    void agreesWithTheHandOff() throws IOException {
        assertEquals(
                MadeWorkWeaving.NAMES.all().stream()
                        .map(name -> name.replace('/', '.'))
                        .collect(Collectors.toCollection(TreeSet::new)),
                BootstrapTexts.of("ThreadSandboxConcern"));
    }
}
