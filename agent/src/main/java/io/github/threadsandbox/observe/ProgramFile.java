package io.github.threadsandbox.observe;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel opens, to be executed, beside a program that is started: a script's interpreter (linux/fs/binfmt_script.c), a linker (binfmt_elf.c). */
final class ProgramFile {
    /** BINPRM_BUF_SIZE of linux/binfmts.h. */
    private static final int HEAD = 256;

    /** linux/fs/exec.c, exec_binprm: of interpreters that are scripts themselves. */
    private static final int MOST_SCRIPTS = 5;

    /** elf(5). */
    private static final int PT_INTERP = 3;

    private static final int MOST_SEGMENTS = 128;
    private static final int PATH_MAX = 4096;

    private ProgramFile() {}

    /** Itself first; links are followed. What cannot be read or is no program brings nothing along. */
    static List<Path> starting(Path program) throws IOException {
        List<Path> opened = new ArrayList<>();
        Path next = program.toRealPath();
        opened.add(next);
        try {
            for (int i = 0; i < MOST_SCRIPTS; i++) {
                String interpreter = interpreter(next);
                if (interpreter.isEmpty()) {
                    break;
                }
                next = Path.of(interpreter).toRealPath();
                opened.add(next);
            }
        } catch (IOException | IllegalArgumentException e) {
            // Then it is not this process that can say.
        }
        return opened;
    }

    private static String interpreter(Path program) throws IOException {
        if (!Files.isRegularFile(program)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(program.toFile(), "r")) {
            byte[] head = new byte[(int) Math.min(HEAD, file.length())];
            file.readFully(head);
            if (head.length > 2 && head[0] == '#' && head[1] == '!') {
                String line = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
                return line.lines().findFirst().orElse("").strip().split("[ \t\0]", 2)[0];
            }
            boolean elf = head.length >= 64 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
            return elf ? linker(file, head) : "";
        }
    }

    private static String linker(RandomAccessFile file, byte[] head) throws IOException {
        boolean wide = head[4] == 2;
        ByteBuffer header = ByteBuffer.wrap(head).order(head[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long at = wide ? header.getLong(32) : Integer.toUnsignedLong(header.getInt(28));
        int size = Short.toUnsignedInt(header.getShort(wide ? 54 : 42));
        int count = Math.min(MOST_SEGMENTS, Short.toUnsignedInt(header.getShort(wide ? 56 : 44)));
        byte[] segment = new byte[wide ? 56 : 32];
        for (int i = 0; i < count; i++) {
            file.seek(at + (long) i * size);
            file.readFully(segment);
            ByteBuffer fields = ByteBuffer.wrap(segment).order(header.order());
            if (fields.getInt(0) == PT_INTERP) {
                long length = wide ? fields.getLong(32) : Integer.toUnsignedLong(fields.getInt(16));
                byte[] path = new byte[(int) Math.max(0, Math.min(PATH_MAX, length))];
                file.seek(wide ? fields.getLong(8) : Integer.toUnsignedLong(fields.getInt(4)));
                file.readFully(path);
                return new String(path, StandardCharsets.UTF_8).replace("\0", "");
            }
        }
        return "";
    }
}
