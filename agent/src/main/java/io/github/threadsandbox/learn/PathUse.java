package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.FileUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path that a call uses in a way that Landlock holds.
 *
 * @param use how
 * @param path the whole path; or as the call had it, where the directory is not known that it begins at
 * @param isWhole whether it is whole
 * @param isFolder whether all beneath is meant
 */
record PathUse(FileUse use, String path, boolean isWhole, boolean isFolder) {
    /** Which paths a call uses; none for calls that only look, which Landlock does not hold. */
    static List<PathUse> of(Call call, Surroundings surroundings) {
        List<PathUse> uses = new ArrayList<>();
        switch (call.syscall()) {
            case "open", "openat", "openat2" -> opened(uses, call, surroundings);
            case "creat", "mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "mknod", "mknodat" ->
                made(uses, call, surroundings, "pathname", "dirfd");
            case "rename", "link" -> {
                made(uses, call, surroundings, "oldpath", "");
                made(uses, call, surroundings, "newpath", "");
            }
            case "renameat", "renameat2", "linkat" -> {
                made(uses, call, surroundings, "oldpath", "olddirfd");
                made(uses, call, surroundings, "newpath", "newdirfd");
            }
            case "symlink", "symlinkat" -> made(uses, call, surroundings, "linkpath", "newdirfd");
            case "truncate" -> add(uses, FileUse.WRITE, path(call, "path", "", surroundings), false);
            default -> {
                // It uses no path in such a way.
            }
        }
        return uses;
    }

    private static void opened(List<PathUse> uses, Call call, Surroundings surroundings) {
        PathUse path = path(call, "pathname", "dirfd", surroundings);
        boolean makes = call.hasFlag("flags", "O_CREAT");
        boolean nameless = call.hasFlag("flags", "O_TMPFILE") || call.hasFlag("flags", "__O_TMPFILE");
        boolean both = call.hasFlag("flags", "O_RDWR");
        boolean writes = both || call.hasFlag("flags", "O_WRONLY") || call.hasFlag("flags", "O_TRUNC");
        boolean isDevice = path.path().startsWith("/dev/") && !path.path().startsWith("/dev/shm/");
        if (nameless) {
            add(uses, FileUse.CREATE, path, true);
        } else if (makes && !isDevice) {
            add(uses, FileUse.CREATE, path.parent(), true);
        } else if (writes || makes) {
            add(uses, FileUse.WRITE, path, false);
        }
        if (uses.isEmpty() || both) {
            add(uses, FileUse.READ, makes && !isDevice ? path.parent() : path, call.hasFlag("flags", "O_DIRECTORY"));
        }
    }

    private static void made(List<PathUse> uses, Call call, Surroundings surroundings, String name, String directory) {
        add(uses, FileUse.CREATE, path(call, name, directory, surroundings).parent(), true);
    }

    private static void add(List<PathUse> uses, FileUse use, PathUse path, boolean isFolder) {
        uses.add(new PathUse(use, path.path, path.isWhole, isFolder));
    }

    private PathUse parent() {
        return new PathUse(use, isWhole ? Surroundings.parent(path) : path, isWhole, true);
    }

    /** A path of a call, which begins at a directory that is an argument as well, or at the working directory. */
    private static PathUse path(Call call, String name, String directory, Surroundings surroundings) {
        String given = call.quoted(name).orElse(call.path());
        boolean elsewhere =
                !directory.isEmpty() && !List.of("", "AT_FDCWD", "-100").contains(call.argument(directory));
        Optional<String> whole = elsewhere && !given.startsWith("/") ? Optional.empty() : surroundings.absolute(given);
        return new PathUse(FileUse.READ, whole.orElse(given), whole.isPresent(), false);
    }
}
