package io.github.threadsandbox.bpf;

import io.github.threadsandbox.linux.Arch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiled policy for one architecture: what is given to the kernel.
 *
 * @param name the policy's name, for people
 * @param arch the architecture whose numbers it decides on
 * @param instructions 1 to 4096 ({@code BPF_MAXINSNS})
 */
public record Program(String name, Arch arch, List<Instruction> instructions) {
    /** {@code BPF_MAXINSNS} of linux/bpf_common.h. */
    public static final int MAX_INSTRUCTIONS = 4096;

    /** Rejects what the kernel would. */
    public Program {
        instructions = List.copyOf(instructions);
        if (instructions.isEmpty() || instructions.size() > MAX_INSTRUCTIONS) {
            throw new IllegalArgumentException("the program of " + name + " has " + instructions.size()
                    + " instructions: the kernel takes 1 to " + MAX_INSTRUCTIONS);
        }
    }

    /**
     * A program from what {@link #bytes} gave.
     *
     * @param name for people
     * @param arch the architecture
     * @param bytes 8 for each instruction, in the machine's byte order
     * @return the program
     */
    public static Program of(String name, Arch arch, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        List<Instruction> instructions = new ArrayList<>();
        while (buffer.remaining() >= 8) {
            int code = buffer.getShort() & 0xffff;
            int jt = buffer.get() & 0xff;
            int jf = buffer.get() & 0xff;
            instructions.add(new Instruction(code, jt, jf, buffer.getInt()));
        }
        return new Program(name, arch, instructions);
    }

    /**
     * The instructions as an array of {@code struct sock_filter}, in the machine's byte order.
     *
     * @return 8 bytes each
     */
    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(8 * instructions.size()).order(ByteOrder.nativeOrder());
        for (Instruction instruction : instructions) {
            buffer.putShort((short) instruction.code());
            buffer.put((byte) instruction.jt());
            buffer.put((byte) instruction.jf());
            buffer.putInt(instruction.k());
        }
        return buffer.array();
    }
}
