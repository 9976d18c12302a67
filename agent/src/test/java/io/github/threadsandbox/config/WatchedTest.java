package io.github.threadsandbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.config.Watched.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change counts once two looks have found it. */
class WatchedTest {
    @TempDir
    private Path folder;

    @Test
    void waitsUntilWhoeverWritesIsDone() throws Exception {
        Path file = Files.writeString(folder.resolve("a.conf"), "old");
        Watched watched = new Watched(file, Map.of(file, "old"));
        assertEquals(State.SAME, watched.look());
        Files.writeString(file, "ne");
        assertEquals(State.CHANGING, watched.look());
        Files.writeString(file, "new");
        assertEquals(State.CHANGING, watched.look());
        assertEquals(State.CHANGED, watched.look());
        watched.taken(Map.of(file, "new"));
        assertEquals(State.SAME, watched.look());
        Files.writeString(file, "newer");
        watched.look();
        Files.writeString(file, "new");
        assertEquals(State.SAME, watched.look());
    }

    @Test
    void aFileThatComesOrGoesIsAChange() throws Exception {
        Path file = folder.resolve("a.conf");
        Watched watched = new Watched(file, Map.of());
        assertEquals(State.SAME, watched.look());
        Files.writeString(file, "new");
        watched.look();
        assertEquals(State.CHANGED, watched.look());
        watched.taken(Map.of(file, "new"));
        Files.delete(file);
        watched.look();
        assertEquals(State.CHANGED, watched.look());
    }
}
