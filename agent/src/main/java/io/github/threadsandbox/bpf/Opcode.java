package io.github.threadsandbox.bpf;

/** The opcodes that the compiler emits: linux/bpf_common.h, classes and modes combined. */
final class Opcode {
    /** {@code BPF_LD | BPF_W | BPF_ABS}: A = the word of seccomp_data at offset k. */
    static final int LOAD = 0x20;
    /** {@code BPF_ALU | BPF_AND | BPF_K}: A = A &amp; k. */
    static final int AND = 0x54;
    /** {@code BPF_JMP | BPF_JA}: jumps k instructions. */
    static final int JUMP = 0x05;
    /** {@code BPF_JMP | BPF_JEQ | BPF_K}: A == k. */
    static final int JEQ = 0x15;
    /** {@code BPF_JMP | BPF_JGT | BPF_K}: A &gt; k, unsigned. */
    static final int JGT = 0x25;
    /** {@code BPF_JMP | BPF_JGE | BPF_K}: A &gt;= k, unsigned. */
    static final int JGE = 0x35;
    /** {@code BPF_JMP | BPF_JSET | BPF_K}: A &amp; k is not 0. */
    static final int JSET = 0x45;
    /** {@code BPF_RET | BPF_K}: returns k. */
    static final int RETURN = 0x06;

    private Opcode() {}
}
