package io.github.threadsandbox.bpf;

import java.util.List;

/**
 * Runs programs as the kernel would: to know what a filter would have answered, and in tests. Only the opcodes that the compiler
 * emits; any other is a failure.
 */
public final class BpfMachine {
    private BpfMachine() {}

    /**
     * What a run came to.
     *
     * @param value what the program returned
     * @param executed how many instructions it took
     * @param loadedArgument whether it looked at an argument
     */
    public record Run(int value, int executed, boolean loadedArgument) {}

    /**
     * Runs a program on a call.
     *
     * @param program the program
     * @param arch the call's architecture, as {@code AUDIT_ARCH_*}
     * @param number its number
     * @param arguments its arguments; those that are missing are 0
     * @return what comes of it
     */
    public static Run run(Program program, int arch, int number, long... arguments) {
        List<Instruction> code = program.instructions();
        int a = 0;
        int executed = 0;
        boolean loadedArgument = false;
        for (int at = 0; ; at++) {
            Instruction i = code.get(at);
            executed++;
            switch (i.code()) {
                case Opcode.LOAD -> {
                    a = word(i.k(), arch, number, arguments);
                    loadedArgument |= i.k() >= 16;
                }
                case Opcode.AND -> a &= i.k();
                case Opcode.JUMP -> at += i.k();
                case Opcode.JEQ -> at += a == i.k() ? i.jt() : i.jf();
                case Opcode.JGT -> at += Integer.compareUnsigned(a, i.k()) > 0 ? i.jt() : i.jf();
                case Opcode.JGE -> at += Integer.compareUnsigned(a, i.k()) >= 0 ? i.jt() : i.jf();
                case Opcode.JSET -> at += (a & i.k()) != 0 ? i.jt() : i.jf();
                case Opcode.RETURN -> {
                    return new Run(i.k(), executed, loadedArgument);
                }
                default ->
                    throw new IllegalStateException(
                            "bug: " + "opcode 0x" + Integer.toHexString(i.code()) + " at " + at);
            }
        }
    }

    private static int word(int offset, int arch, int number, long[] arguments) {
        if (offset == 0) {
            return number;
        }
        if (offset == 4) {
            return arch;
        }
        if (offset < 16 || offset > 60 || offset % 4 != 0) {
            throw new IllegalStateException("bug: " + "a load from offset " + offset);
        }
        int argument = (offset - 16) / 8;
        long value = argument < arguments.length ? arguments[argument] : 0;
        return (int) (offset % 8 == 0 ? value : value >>> 32);
    }
}
