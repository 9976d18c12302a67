package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.threadsandbox.it.probe.DeletedAtExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class DeletedAtExitIT {
    @TempDir
    Path directory;

    @EveryJdk
    void isDeletedLastFirstUnderTheRoleOfWhoMarkedIt(Jdk jdk) throws IOException {
        check(jdk, "main-end");
    }

    @EveryJdk
    void whateverThreadEndsTheJvm(Jdk jdk) throws IOException {
        check(jdk, "role-3");
    }

    private void check(Jdk jdk, String ends) throws IOException {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles {",
                        "  compute { allow = [\"@jvm\"] }",
                        "  write { allow = [\"@jvm\", \"@file-write\"] }",
                        "}",
                        "threads = [ { name = \"role-*\", role = compute }, { name = \"write-*\", role = write } ]")
                .run(DeletedAtExit.class, directory.toString(), ends)
                .exitsWith(0);
        // The directory only if what is in it was deleted before.
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(
                    List.of("kept"),
                    left.map(Path::getFileName).map(Path::toString).toList(),
                    result::err);
        }
        assertEquals("true", result.value("others"), result::err);
        assertEquals("denied", result.value("byHand"), result::err);
    }
}
