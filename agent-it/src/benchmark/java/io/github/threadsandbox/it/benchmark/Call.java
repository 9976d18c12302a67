package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.BpfMachine;
import io.github.threadsandbox.bpf.Program;
import java.util.Arrays;

/**
 * A system call that is asked for.
 *
 * @param name of the call, for people
 * @param number of the call
 * @param arguments six registers
 */
record Call(String name, int number, long[] arguments) {
    /** What a program makes of it. */
    BpfMachine.Run run(Program program) {
        return BpfMachine.run(program, program.arch().auditValue(), number, arguments);
    }

    /** For the C side. */
    String line() {
        StringBuilder line = new StringBuilder().append(number);
        for (long argument : arguments) {
            line.append(' ').append(argument);
        }
        return line.toString();
    }

    @Override
    public String toString() {
        return name + Arrays.toString(arguments);
    }
}
