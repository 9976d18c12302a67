package io.github.threadsandbox.bpf;

import io.github.threadsandbox.linux.Errnos;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.Locale;

/** Prints programs for people: absolute targets, syscall names, arguments and actions by name. */
public final class Disassembler {
    private Disassembler() {}

    /**
     * Disassembles a program.
     *
     * @param program the program
     * @return one line for each instruction
     */
    public static String disassemble(Program program) {
        boolean[] number = holdsNumber(program);
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < program.instructions().size(); at++) {
            Instruction i = program.instructions().get(at);
            text.append(String.format(Locale.ROOT, "%4d: ", at)).append(line(program, at, i, number[at]));
            while (text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Before which instructions the accumulator holds the call's number, and not an argument. */
    private static boolean[] holdsNumber(Program program) {
        int size = program.instructions().size();
        boolean[] number = new boolean[size + 1];
        // Jumps go forward alone, so each instruction is known when its turn comes.
        for (int at = 0; at < size; at++) {
            Instruction i = program.instructions().get(at);
            switch (i.code()) {
                case Opcode.LOAD -> number[at + 1] |= i.k() == 0;
                case Opcode.RETURN, Opcode.AND -> {}
                case Opcode.JUMP -> number[at + 1 + i.k()] |= number[at];
                default -> {
                    number[at + 1 + i.jt()] |= number[at];
                    number[at + 1 + i.jf()] |= number[at];
                }
            }
        }
        return number;
    }

    private static String line(Program program, int at, Instruction i, boolean number) {
        return switch (i.code()) {
            case Opcode.LOAD -> padded("ld   [" + i.k() + "]") + "; " + word(i.k());
            case Opcode.AND -> String.format(Locale.ROOT, "and  #0x%x", i.k());
            case Opcode.JUMP -> "ja   " + (at + 1 + i.k());
            case Opcode.RETURN -> padded(String.format(Locale.ROOT, "ret  #0x%x", i.k())) + "; " + action(i.k());
            default ->
                padded(String.format(
                                Locale.ROOT,
                                "%-4s #0x%x, %d, %d",
                                name(i.code()),
                                i.k(),
                                at + 1 + i.jt(),
                                at + 1 + i.jf()))
                        + (number ? syscall(program, i.k()) : "");
        };
    }

    private static String padded(String text) {
        return String.format(Locale.ROOT, "%-32s", text);
    }

    private static String syscall(Program program, int number) {
        return SyscallTable.of(program.arch())
                .name(number)
                .map(name -> "; " + name)
                .orElse("");
    }

    private static String word(int offset) {
        if (offset == 0) {
            return "number";
        }
        if (offset == 4) {
            return "architecture";
        }
        return "arg" + (offset - 16) / 8 + (offset % 8 == 0 ? " low" : " high");
    }

    private static String name(int code) {
        return switch (code) {
            case Opcode.JEQ -> "jeq";
            case Opcode.JGT -> "jgt";
            case Opcode.JGE -> "jge";
            case Opcode.JSET -> "jset";
            default -> "0x" + Integer.toHexString(code);
        };
    }

    private static String action(int value) {
        return switch (value & 0xffff0000) {
            case 0x7fff0000 -> "allow";
            case 0x00050000 -> Errnos.name(value & 0xffff);
            case 0x80000000 -> "kill-process";
            default -> "0x" + Integer.toHexString(value);
        };
    }
}
