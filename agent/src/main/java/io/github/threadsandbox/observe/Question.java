package io.github.threadsandbox.observe;

/** A call that is held, as the observer asks about it. */
final class Question {
    /** {@code struct seccomp_data} of linux/seccomp.h. */
    private static final int REGISTERS = 6;

    private final long number;
    private final int tid;
    private final long listener;
    private final int syscall;
    private final long[] registers;

    private Question(long number, int tid, long listener, int syscall, long[] registers) {
        this.number = number;
        this.tid = tid;
        this.listener = listener;
        this.syscall = syscall;
        this.registers = registers;
    }

    static void write(Wire.Out out, long number, int tid, long listener, int syscall, long[] registers) {
        out.put(number).put(tid).put(listener).put(syscall);
        for (int i = 0; i < REGISTERS; i++) {
            out.put(registers[i]);
        }
    }

    static Question read(Wire.In in) {
        long number = in.number();
        int tid = (int) in.number();
        long listener = in.number();
        int syscall = (int) in.number();
        long[] registers = new long[REGISTERS];
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = in.number();
        }
        return new Question(number, tid, listener, syscall, registers);
    }

    /** What the answer is known by; 0 where none is wanted. */
    long number() {
        return number;
    }

    /** The thread that is held. */
    int tid() {
        return tid;
    }

    /** By whose listener. */
    long listener() {
        return listener;
    }

    int syscall() {
        return syscall;
    }

    long[] registers() {
        return registers;
    }
}
