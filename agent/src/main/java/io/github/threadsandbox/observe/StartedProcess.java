package io.github.threadsandbox.observe;

import io.github.threadsandbox.linux.Arch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that a confined thread started, or one that such a process started, while it is held at a call. It has the roles' filter, and
 * a memory, a working directory and descriptors of its own. This JVM may look at them, as its forebear (Documentation/admin-guide/LSM/Yama.rst).
 */
final class StartedProcess {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final Path HELPER = JDK.resolve("lib/jspawnhelper");

    private final Path proc;
    private final int tid;
    private final Arch arch;

    /** @param tid of the thread of it that is held */
    StartedProcess(int tid, Arch arch) {
        this.tid = tid;
        this.arch = arch;
        this.proc = Path.of("/proc/" + tid);
    }

    /**
     * What it asked for.
     *
     * @param call in words; what was in its memory is not among them where that cannot be read
     * @param use what it does with a path or a port
     */
    record Asked(DecodedCall call, Optional<BoundUse> use) {}

    /** Nothing where its memory cannot be read. */
    Optional<Asked> asked(int number, long[] registers) {
        try (TargetMemory memory = TargetMemory.of(tid)) {
            if (!memory.isReadable()) {
                return Optional.empty();
            }
            DecodedCall call = new CallDecoder(arch, memory).decode(number, registers);
            return Optional.of(new Asked(call, BoundUse.of(arch, call, registers, memory, tid)));
        }
    }

    /** For people: what the kernel calls it. */
    String name() {
        try {
            return Files.readString(proc.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Whether it is the JDK's own doing, on the way to the program: its helper, which {@code files.execute} has without saying so, and the
     * look at the open descriptors, without which they are closed one by one (childproc.c).
     */
    boolean isOfTheJdk(BoundUse use) {
        try {
            if (use.call().equals("execve")) {
                return Path.of(use.path()).toRealPath().equals(HELPER.toRealPath());
            }
            Path program = proc.resolve("exe").toRealPath();
            return use.path().equals(proc + "/fd") && program.startsWith(JDK.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
