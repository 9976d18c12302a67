package io.github.threadsandbox.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The files of a role map, looked at from time to time: by their content, so that no file system has to tell of changes, and no
 * clock has to be right. A change counts once two looks find the same: whoever writes may not be done at the first.
 */
public final class Watched {
    private final Path first;
    private Map<Path, String> taken;
    private Map<Path, String> seen;

    /**
     * Files that were read.
     *
     * @param file the role map, whether it could be read or not
     * @param read the text of each
     */
    public Watched(Path file, Map<Path, String> read) {
        first = file.toAbsolutePath().normalize();
        taken(read);
    }

    /**
     * The files were read anew.
     *
     * @param read the text of each
     */
    public void taken(Map<Path, String> read) {
        taken = Map.copyOf(read);
        seen = taken;
    }

    /** What a look says. */
    public enum State {
        /** They are as they were when they were read. */
        SAME,
        /** They are otherwise, and otherwise than at the last look. */
        CHANGING,
        /** They are otherwise, and as they were at the last look. */
        CHANGED
    }

    /**
     * Looks at them.
     *
     * @return how they are
     */
    public State look() {
        Map<Path, String> now = new LinkedHashMap<>();
        Set<Path> files = new LinkedHashSet<>(taken.keySet());
        files.add(first);
        for (Path file : files) {
            try {
                now.put(file, FileTexts.onDisk().of(file));
            } catch (IOException e) {
                // Not there, or not to be read: that is a change as well.
            }
        }
        boolean same = now.equals(seen);
        seen = now;
        return now.equals(taken) ? State.SAME : same ? State.CHANGED : State.CHANGING;
    }
}
