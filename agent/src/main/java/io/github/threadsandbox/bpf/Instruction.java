package io.github.threadsandbox.bpf;

/**
 * One classic BPF instruction, {@code struct sock_filter} of linux/filter.h.
 *
 * @param code the opcode, 16 bits
 * @param jt instructions to jump if true, 0 to 255
 * @param jf instructions to jump if false, 0 to 255
 * @param k the operand
 */
public record Instruction(int code, int jt, int jf, int k) {
    /** Rejects what the struct's fields cannot hold. */
    public Instruction {
        if ((code & 0xffff) != code || (jt & 0xff) != jt || (jf & 0xff) != jf) {
            throw new IllegalArgumentException(
                    "code " + code + " jt " + jt + " jf " + jf + " does not fit sock_filter");
        }
    }
}
