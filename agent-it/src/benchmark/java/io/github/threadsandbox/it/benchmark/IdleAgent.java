package io.github.threadsandbox.it.benchmark;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Map;

/** An agent that is shown every class and changes none: what the JVM itself takes for being asked. */
public final class IdleAgent {
    private IdleAgent() {}

    /**
     * Takes its place.
     *
     * @param argument not used
     * @param instrumentation the JVM's
     */
    public static void premain(String argument, Instrumentation instrumentation) {
        instrumentation.addTransformer(new ClassFileTransformer() {}, true);
    }

    /** Its jar. */
    static Path jar(Path folder) throws IOException {
        return ClassJar.write(
                folder.resolve("idle-agent.jar"),
                Map.of("Premain-Class", IdleAgent.class.getName(), "Can-Retransform-Classes", "true"),
                "IdleAgent",
                "IdleAgent$1");
    }
}
