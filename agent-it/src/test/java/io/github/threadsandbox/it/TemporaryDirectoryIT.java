package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Hello;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryIT {
    /** Where nothing can be written, for root neither. */
    private static final String READ_ONLY = "/proc/self";

    @EveryJdk
    void worksOrNamesTheOptionWhereNothingCanBeWritten(Jdk jdk, @TempDir Path directory) throws Exception {
        AgentRun.Result result = AgentRun.on(jdk)
                .directory(directory)
                .options("-Djava.io.tmpdir=" + READ_ONLY)
                .run(Hello.class);
        if (jdk.feature() >= 22) {
            result.exitsWith(0);
        } else {
            result.exitsWith(1);
            assertTrue(result.err().contains("set -Djava.io.tmpdir=DIR to a directory"), result.err());
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList(), "nothing may be left in the working directory");
        }
    }

    @EveryJdk
    void takesAnOperatorsOwnCopyOfTheLibrary(Jdk jdk, @TempDir Path directory) throws Exception {
        try (java.util.zip.ZipFile jar = new java.util.zip.ZipFile(AgentRun.JAR.toFile());
                java.io.InputStream in =
                        jar.getInputStream(jar.getEntry("inst/jni/" + kernelArch() + "-Linux/libjffi-1.2.so"))) {
            Files.copy(in, directory.resolve("libjffi-1.2.so"));
        }
        AgentRun.on(jdk)
                .options("-Djava.io.tmpdir=" + READ_ONLY, "-Djffi.boot.library.path=" + directory)
                .run(Hello.class)
                .exitsWith(0);
    }

    private static String kernelArch() {
        return System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    }
}
