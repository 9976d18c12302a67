package io.github.threadsandbox.observe;

import static io.github.threadsandbox.linux.OpenFlags.O_ACCMODE;
import static io.github.threadsandbox.linux.OpenFlags.O_CREAT;
import static io.github.threadsandbox.linux.OpenFlags.O_TRUNC;
import static io.github.threadsandbox.linux.OpenFlags.O_WRONLY;

import io.github.threadsandbox.landlock.FileRight;
import io.github.threadsandbox.landlock.FileUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Landlock asks for where a path is used: linux/security/landlock/fs.c, one line for each hook.
 *
 * @param right the right
 * @param about on what: the file, or the directory in which something is made or deleted; without links
 * @param use the key of a role's {@code files} that has it
 * @param ofSecond whether it is the second of two paths that needs it
 */
record Need(FileRight right, Path about, FileUse use, boolean ofSecond) {
    private Need(FileRight right, Path about, FileUse use) {
        this(right, about, use, false);
    }

    private Need second() {
        return new Need(right, about, use, true);
    }

    /**
     * All that a call needs.
     *
     * @param call of {@link io.github.threadsandbox.confine.DeniedUse}
     * @param said whether the kernel said EACCES; else only what is as it must be for that is looked at
     * @return nothing where it cannot have been Landlock
     * @throws IOException if there is no such path
     */
    static List<Need> of(String call, Path path, String second, int flags, boolean said) throws IOException {
        return switch (call) {
            case "openat" -> ofOpen(path, flags);
            case "opendir" ->
                Files.isDirectory(path)
                        ? List.of(new Need(FileRight.READ_DIR, path.toRealPath(), FileUse.READ))
                        : List.of();
            case "unlink", "rmdir", "unlinkat", "remove" -> List.of(ofDelete(path, call.equals("rmdir")));
            case "mkdir" -> said || !isThere(path) ? List.of(inParent(FileRight.MAKE_DIR, path)) : List.of();
            case "symlink" -> List.of(inParent(FileRight.MAKE_SYM, path));
            case "link" -> List.of(inParent(FileRight.MAKE_REG, Path.of(second)).second());
            case "rename" -> ofRename(path, Path.of(second));
            case "truncate" -> List.of(new Need(FileRight.TRUNCATE, path.toRealPath(), FileUse.WRITE));
            case "execve" ->
                ProgramFile.starting(path).stream()
                        .map(file -> new Need(FileRight.EXECUTE, file, FileUse.EXECUTE))
                        .toList();
            default -> List.of();
        };
    }

    private static List<Need> ofOpen(Path path, int flags) throws IOException {
        if (!Files.exists(path)) {
            return (flags & O_CREAT) == 0 ? List.of() : List.of(inParent(FileRight.MAKE_REG, path));
        }
        Path real = path.toRealPath();
        List<Need> needs = new ArrayList<>();
        if ((flags & O_ACCMODE) != O_WRONLY) {
            needs.add(new Need(Files.isDirectory(real) ? FileRight.READ_DIR : FileRight.READ_FILE, real, FileUse.READ));
        }
        if ((flags & O_ACCMODE) != 0) {
            needs.add(new Need(FileRight.WRITE_FILE, real, FileUse.WRITE));
        }
        if ((flags & O_TRUNC) != 0) {
            needs.add(new Need(FileRight.TRUNCATE, real, FileUse.WRITE));
        }
        return needs;
    }

    private static Need ofDelete(Path path, boolean directory) throws IOException {
        boolean isDirectory = directory || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (!isThere(path)) {
            throw new IOException("not there");
        }
        return inParent(isDirectory ? FileRight.REMOVE_DIR : FileRight.REMOVE_FILE, path);
    }

    private static List<Need> ofRename(Path from, Path to) throws IOException {
        List<Need> needs = new ArrayList<>();
        needs.add(ofDelete(from, false));
        FileRight make = Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)
                ? FileRight.MAKE_DIR
                : Files.isSymbolicLink(from) ? FileRight.MAKE_SYM : FileRight.MAKE_REG;
        needs.add(inParent(make, to).second());
        if (isThere(to)) {
            needs.add(ofDelete(to, false).second());
        }
        return needs;
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static Need inParent(FileRight right, Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        return new Need(right, (parent == null ? Path.of("/") : parent).toRealPath(), FileUse.CREATE);
    }

    /** Whether the file's own permissions, for this process, let it be. */
    boolean isPermitted() {
        return switch (use) {
            case READ -> Files.isReadable(about);
            case WRITE, CREATE -> Files.isWritable(about);
            case EXECUTE -> Files.isExecutable(about);
        };
    }
}
