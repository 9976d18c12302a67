package io.github.threadsandbox.bpf;

/** A policy whose program the kernel would not take; the message says how large it is and what to do. */
public final class ProgramTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Of one syscall. Their graph is as deep as they are many, and the compiler follows it down. */
    static final int MAX_CONDITIONS = 1200;

    private ProgramTooLargeException(String message) {
        super(message);
    }

    static ProgramTooLargeException instructions(String policy, int instructions, String largest) {
        return new ProgramTooLargeException("the policy of '" + policy + "' compiles to " + instructions
                + " instructions, and the kernel takes " + Program.MAX_INSTRUCTIONS
                + " (BPF_MAXINSNS): most of them check"
                + " the arguments of " + largest + "; allow that call in whole, or with fewer alternatives");
    }

    static ProgramTooLargeException conditions(String policy, String syscall, int conditions) {
        return new ProgramTooLargeException("the policy of '" + policy + "' has " + conditions + " conditions for "
                + syscall + ", and at most " + MAX_CONDITIONS + " are sure to fit in the " + Program.MAX_INSTRUCTIONS
                + " instructions that the kernel takes: allow that call in whole, or with fewer alternatives");
    }
}
