package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The calls of a real service, recorded: src/benchmark/data/mix.txt says how. */
final class Mix {
    private Mix() {}

    /** How often each was made. */
    static Map<Call, Integer> read(Path repository, Arch arch) throws IOException {
        Map<Call, Integer> mix = new LinkedHashMap<>();
        for (String line : Files.readAllLines(repository.resolve("agent-it/src/benchmark/data/mix.txt"))) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split(" ", -1);
            long[] arguments = new long[6];
            for (int i = 2; i < words.length; i++) {
                arguments[i - 2] = Long.parseUnsignedLong(words[i], 16);
            }
            SyscallTable.of(arch)
                    .number(words[1])
                    .ifPresent(number -> mix.put(new Call(words[1], number, arguments), Integer.parseInt(words[0])));
        }
        return mix;
    }
}
