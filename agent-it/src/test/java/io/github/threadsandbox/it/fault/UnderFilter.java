package io.github.threadsandbox.it.fault;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.SyscallTable;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Becomes another program, under a filter by which the kernel fails one syscall with an errno, as a container's or an older
 * kernel would: {@code UnderFilter CALL ARGUMENT VALUE ERRNO COMMAND…}. The call fails where that argument has that value. Errno
 * 0 is a kernel that says yes and does nothing.
 */
public final class UnderFilter {
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;

    private UnderFilter() {}

    /**
     * Does not return.
     *
     * @param arguments as above
     * @throws Exception if native code cannot be reached
     */
    public static void main(String[] arguments) throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        SyscallTable table = SyscallTable.of(arch);
        LibC libC = NativeLibrary.open(arch, Optional.empty());
        byte[] program = program(
                table.number(arguments[0]).orElseThrow(),
                Integer.parseInt(arguments[1]),
                Integer.parseUnsignedInt(arguments[2]),
                Integer.parseInt(arguments[3]));
        long filter = libC.memory(ByteBuffer.allocate(16)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) (program.length / 8))
                .putLong(8, libC.memory(program))
                .array());
        List<String> command = Arrays.asList(arguments).subList(4, arguments.length);
        long path = text(libC, command.get(0));
        long argv = texts(libC, command);
        long envp = texts(
                libC,
                System.getenv().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        check(libC.syscall(table.number("prctl").orElseThrow(), PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        check(libC.syscall(table.number("seccomp").orElseThrow(), SECCOMP_SET_MODE_FILTER, 0, filter, 0, 0));
        check(libC.syscall(table.number("execve").orElseThrow(), path, argv, envp, 0, 0));
    }

    private static void check(long result) {
        if (result != 0) {
            throw new IllegalStateException("errno " + -result);
        }
    }

    /**
     * struct sock_filter (linux/filter.h) on struct seccomp_data (linux/seccomp.h):
     *
     * <pre>
     *   ld  nr;  jne CALL, allow;  ld  low word of args[ARGUMENT];  jne VALUE, allow;  ret ERRNO;  allow: ret ALLOW
     * </pre>
     */
    private static byte[] program(int call, int argument, int value, int errno) {
        ByteBuffer to = ByteBuffer.allocate(6 * 8).order(ByteOrder.nativeOrder());
        instruction(to, 0x20, 0, 0, 0);
        instruction(to, 0x15, 0, 3, call);
        instruction(to, 0x20, 0, 0, 16 + 8 * argument);
        instruction(to, 0x15, 0, 1, value);
        instruction(to, 0x06, 0, 0, 0x00050000 | errno);
        instruction(to, 0x06, 0, 0, 0x7fff0000);
        return to.array();
    }

    private static void instruction(ByteBuffer to, int code, int yes, int no, int operand) {
        to.putShort((short) code).put((byte) yes).put((byte) no).putInt(operand);
    }

    private static long texts(LibC libC, List<String> texts) {
        ByteBuffer pointers = ByteBuffer.allocate(8 * (texts.size() + 1)).order(ByteOrder.nativeOrder());
        texts.forEach(text -> pointers.putLong(text(libC, text)));
        return libC.memory(pointers.array());
    }

    private static long text(LibC libC, String text) {
        return libC.memory((text + "\0").getBytes(StandardCharsets.UTF_8));
    }
}
