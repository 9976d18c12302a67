package io.github.threadsandbox.observe;

import static io.github.threadsandbox.linux.OpenFlags.O_CREAT;
import static io.github.threadsandbox.linux.OpenFlags.O_PATH;
import static io.github.threadsandbox.linux.OpenFlags.O_TRUNC;
import static io.github.threadsandbox.linux.OpenFlags.O_WRONLY;

import io.github.threadsandbox.confine.DeniedUse;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a call does with a path or a port, in the words of {@link io.github.threadsandbox.confine.DeniedUse}.
 *
 * @param call the call, whatever its flavour: {@code openat}, {@code mkdir}, {@code rename}, {@code connect}
 * @param path the path, or the address
 * @param second the second path; empty where there is none
 * @param number the port, or the flags of open(2)
 */
record BoundUse(String call, String path, String second, int number) {
    /** linux/fcntl.h. */
    private static final int AT_FDCWD = -100;

    private static final int AT_REMOVEDIR = 0x200;

    /** What creat(2) is short for. */
    private static final int CREAT = O_CREAT | O_WRONLY | O_TRUNC;

    /**
     * Of a call that is held.
     *
     * @param process whose call it is; 0 for the JVM's own
     * @return nothing where its path or address cannot be read, or where Landlock looks at neither
     */
    static Optional<BoundUse> of(Arch arch, DecodedCall call, long[] registers, TargetMemory memory, int process) {
        String name = call.syscall();
        if (name.equals("connect") || name.equals("bind")) {
            return call.port() < 0
                    ? Optional.empty()
                    : Optional.of(new BoundUse(name, call.address(), "", call.port()));
        }
        List<String> paths = new ArrayList<>();
        int flags = 0;
        int folder = AT_FDCWD;
        List<Signature.Parameter> parameters =
                Signature.of(name, arch).map(Signature::parameters).orElse(List.of());
        for (int i = 0; i < parameters.size(); i++) {
            Signature.Parameter parameter = parameters.get(i);
            if (parameter.name().endsWith("dirfd")) {
                folder = (int) registers[i];
            } else if (parameter.isPointer() && CallDecoder.PATHS.contains(parameter.name())) {
                Optional<String> text = memory.text(registers[i]);
                if (text.isEmpty()) {
                    return Optional.empty();
                }
                paths.add(whole(folder, text.get(), process));
                folder = AT_FDCWD;
            } else if (parameter.name().equals("flags")) {
                flags = (int) registers[i];
            }
        }
        return paths.isEmpty() ? Optional.empty() : of(name, paths, flags);
    }

    /** Whether it may be that Landlock looks at a call of which {@link #of} found nothing, because it is of a process with other memory. */
    static boolean isOpen(DecodedCall call, long[] registers) {
        return switch (call.syscall()) {
            case "connect", "bind" -> call.address().isEmpty();
            case "open" -> ((int) registers[1] & O_PATH) == 0;
            case "openat" -> ((int) registers[2] & O_PATH) == 0;
            default -> true;
        };
    }

    /** The JVM finds it there: its descriptors are those of all its threads, and a process that it started has others. */
    private static String whole(int folder, String path, int process) {
        if (path.startsWith("/")) {
            return process == 0 ? path : path.replaceFirst("^/+proc/+(self|thread-self)(?=/|$)", "/proc/" + process);
        }
        if (folder == AT_FDCWD) {
            return process == 0 ? path : "/proc/" + process + "/cwd/" + path;
        }
        return "/proc/" + (process == 0 ? "self" : process) + "/fd/" + folder + "/" + path;
    }

    /** Whether a path is one that {@link #of} made of a relative one. */
    static boolean isMade(String path) {
        return path.matches("/proc/(self|[0-9]+)/(fd|cwd)/.*");
    }

    private static Optional<BoundUse> of(String name, List<String> paths, int flags) {
        String path = paths.get(0);
        String second = paths.size() > 1 ? paths.get(1) : "";
        return switch (name) {
            case "open", "openat" ->
                (flags & O_PATH) != 0 ? Optional.empty() : Optional.of(new BoundUse("openat", path, "", flags));
            case "creat" -> Optional.of(new BoundUse("openat", path, "", CREAT));
            case "mkdir", "mkdirat" -> Optional.of(new BoundUse("mkdir", path, "", 0));
            case "unlinkat" -> Optional.of(new BoundUse((flags & AT_REMOVEDIR) != 0 ? "rmdir" : "unlink", path, "", 0));
            // Of the two, what is made; what it names, nobody looks at.
            case "symlink", "symlinkat" -> Optional.of(new BoundUse("symlink", second, "", 0));
            case "link", "linkat" -> Optional.of(new BoundUse("link", path, second, 0));
            case "rename", "renameat", "renameat2" -> Optional.of(new BoundUse("rename", path, second, 0));
            case "rmdir", "unlink", "truncate", "execve" -> Optional.of(new BoundUse(name, path, "", 0));
            default -> Optional.empty();
        };
    }

    /** As it would be refused to a thread, of which it is not known that it is. */
    DeniedUse denied(int tid, Asker asker, List<DeniedUse.Holding> holding, List<StackTraceElement> stack) {
        return new DeniedUse(
                System.currentTimeMillis(),
                call,
                path,
                second,
                number,
                false,
                asker.thread(),
                asker.threadClass(),
                asker.task(),
                asker.kinds(),
                tid,
                holding,
                stack,
                1);
    }

    void write(Wire.Out out) {
        out.put(call).put(path).put(second).put(number);
    }

    static BoundUse read(Wire.In in) {
        String call = in.text();
        String path = in.text();
        String second = in.text();
        return new BoundUse(call, path, second, (int) in.number());
    }
}
