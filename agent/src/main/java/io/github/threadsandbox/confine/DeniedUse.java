package io.github.threadsandbox.confine;

import io.github.threadsandbox.landlock.Ruleset;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Policy;
import java.util.List;

/**
 * A path or a port that was refused to a thread which Landlock holds: by Landlock, or by the file's own permissions.
 *
 * @param millis when, since 1970
 * @param call the syscall, or {@code opendir} or {@code remove} of the C library
 * @param path the path or the address, as the call was given it
 * @param second the second path; empty where there is none
 * @param number of {@code connect} and {@code bind} the port, else the flags of open(2)
 * @param said whether the kernel said EACCES; else only that it was not done
 * @param thread the thread's name
 * @param threadClass its class; empty where it is not known
 * @param task the class of its task; empty where it has none
 * @param kinds of which kinds of threads its roles are, where a role holds them apart
 * @param tid the kernel's id of it; 0 where it is not known
 * @param holding what holds the thread, a role each
 * @param stack its frames, the innermost first
 * @param count how many equal ones it stands for
 */
public record DeniedUse(
        long millis,
        String call,
        String path,
        String second,
        int number,
        boolean said,
        String thread,
        String threadClass,
        String task,
        List<Kind> kinds,
        int tid,
        List<Holding> holding,
        List<StackTraceElement> stack,
        long count) {
    /** Copies the lists. */
    public DeniedUse {
        kinds = List.copyOf(kinds);
        holding = List.copyOf(holding);
        stack = List.copyOf(stack);
    }

    /** The same, so many times more, by whichever of the roles' threads. */
    DeniedUse times(long repeats) {
        return new DeniedUse(
                System.currentTimeMillis(),
                call,
                path,
                second,
                number,
                said,
                thread,
                threadClass,
                task,
                kinds,
                tid,
                holding,
                stack,
                repeats);
    }

    /**
     * A role of the thread's.
     *
     * @param role its name
     * @param rules what holds it; rules that hold nothing where it is held to no paths and ports
     * @param reads whether it may do with files what {@code @file-read} is for
     * @param policy what its filter says
     */
    public record Holding(String role, Ruleset rules, boolean reads, Policy policy) {
        /**
         * Whether the filter lets a file be opened like that.
         *
         * @param flags of open(2)
         * @return false where the filter denied it, and no rule of Landlock's was asked
         */
        public boolean opens(int flags) {
            return policy.decision("openat")
                    .decide(new long[] {0, 0, flags, 0, 0, 0})
                    .equals(Action.allow());
        }
    }

    /**
     * The thread's roles.
     *
     * @return their names, as {@code fetch+parse}
     */
    public String roles() {
        return String.join("+", holding.stream().map(Holding::role).toList());
    }
}
