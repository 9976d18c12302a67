package io.github.threadsandbox.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of one role map. Each is read once, whole, into memory, and what is parsed is that: somebody may write to a file
 * meanwhile, and half of the old and half of the new would be a role map that nobody wrote.
 */
final class FileTexts {
    private final Loader loader;
    private final Map<Path, byte[]> read = new LinkedHashMap<>();

    /** Reads a whole file. */
    interface Loader {
        byte[] read(Path file) throws IOException;
    }

    FileTexts(Loader loader) {
        this.loader = loader;
    }

    static FileTexts onDisk() {
        return new FileTexts(Files::readAllBytes);
    }

    /** What is in a file; the same however often it is asked for. */
    String of(Path file) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        byte[] bytes = read.get(key);
        if (bytes == null) {
            bytes = loader.read(file);
            read.put(key, bytes);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What was read, by file. */
    Map<Path, String> all() {
        Map<Path, String> all = new LinkedHashMap<>();
        read.forEach((file, bytes) -> all.put(file, new String(bytes, StandardCharsets.UTF_8)));
        return all;
    }

    /** The files that are not any more as they were read; to be asked when all are. */
    List<Path> changed() {
        List<Path> changed = new ArrayList<>();
        for (Map.Entry<Path, byte[]> file : read.entrySet()) {
            if (!isStill(file.getKey(), file.getValue())) {
                changed.add(file.getKey());
            }
        }
        return changed;
    }

    private boolean isStill(Path file, byte[] before) {
        try {
            return Arrays.equals(loader.read(file), before);
        } catch (IOException e) {
            return false;
        }
    }
}
