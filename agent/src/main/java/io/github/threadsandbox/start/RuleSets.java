package io.github.threadsandbox.start;

import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.SeccompException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Landlock's rule sets, each made once: roles that are held to the same share one, and so do the generations of a role, unless one of
 * its paths leads to another file by now.
 */
final class RuleSets {
    private final Landlock landlock;
    private final Map<Ruleset, Made> made = new HashMap<>();

    private record Made(Landlock.Loaded loaded, List<Object> files) {}

    RuleSets(Landlock landlock) {
        this.landlock = landlock;
    }

    Landlock.Loaded of(Ruleset ruleset) throws SeccompException {
        List<Object> files = new ArrayList<>();
        for (Ruleset.PathRule rule : ruleset.paths()) {
            files.add(identity(rule.path()));
        }
        Made known = made.get(ruleset);
        if (known == null || !known.files().equals(files)) {
            known = new Made(landlock.load(ruleset), files);
            made.put(ruleset, known);
        }
        return known.loaded();
    }

    /** Device and inode. */
    private static Object identity(String path) {
        try {
            return Files.readAttributes(Path.of(path), BasicFileAttributes.class)
                    .fileKey();
        } catch (IOException e) {
            return "missing";
        }
    }
}
