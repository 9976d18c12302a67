package io.github.threadsandbox.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.linux.Arch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role map that a reader may copy: conf/ and README's. */
class SampleConfTest {
    private static final Path REPOSITORY = Path.of("..");

    static List<Path> samples() throws Exception {
        try (Stream<Path> files = Files.list(REPOSITORY.resolve("conf"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleCompilesOnEveryArchitectureWithoutANotice(Path sample) throws Exception {
        for (Arch arch : Arch.values()) {
            Settings settings = SettingsReader.read(Optional.of(sample), arch);
            assertEquals(List.of(), settings.notices());
            PolicyCompiler.compile(settings.base(), arch);
            settings.roles().values().forEach(policy -> PolicyCompiler.compile(policy, arch));
            assertTrue(!settings.roles().isEmpty());
        }
    }

    @Test
    void theReadmeBeginsWithTheMinimalSample() throws Exception {
        assertEquals(
                Files.readString(REPOSITORY.resolve("conf/minimal.conf")),
                snippets().get(0));
    }

    @Test
    void theReadmesRolesAreRight(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("roles.conf");
        Files.writeString(file, "thread-sandbox {\n" + snippets().get(1) + "}\n");
        assertEquals(
                3, SettingsReader.read(Optional.of(file), Arch.X86_64).roles().size());
    }

    private static List<String> snippets() throws Exception {
        List<String> snippets = new ArrayList<>();
        String readme = Files.readString(REPOSITORY.resolve("README.md"));
        String begin = "```hocon\n";
        for (int at = readme.indexOf(begin); at >= 0; at = readme.indexOf(begin, at + 1)) {
            snippets.add(readme.substring(at + begin.length(), readme.indexOf("```\n", at + begin.length())));
        }
        return snippets;
    }
}
