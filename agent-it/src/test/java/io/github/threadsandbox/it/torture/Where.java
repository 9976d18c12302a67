package io.github.threadsandbox.it.torture;

import java.nio.file.Path;

/** The packaged jars. */
final class Where {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("repository.root")).toAbsolutePath().normalize();

    private Where() {}

    static Path agent() {
        return REPOSITORY.resolve("agent/target/thread-sandbox-agent.jar");
    }

    /** For what a command leaves behind. */
    static Path results() {
        return REPOSITORY.resolve("agent-it/target/torture");
    }

    static Path programs() {
        return REPOSITORY.resolve("agent-it/target/agent-it.jar");
    }
}
