package io.github.threadsandbox.role;

import java.util.regex.Pattern;

/** What the JDK calls threads of whoever gives them no name: it says nothing of what they are for. */
public final class GivenNames {
    /** With their numbers, or with stars in the place of these. */
    private static final Pattern OF_THE_JDK =
            Pattern.compile("Thread-N|pool-N-thread-N|ForkJoinPool-N-worker-N|ForkJoinPool\\.commonPool-worker-N"
                            .replace("N", "([0-9]+|\\*)")
                    + "|ForkJoinPool\\.commonPool-delayScheduler|CompletableFutureDelayScheduler|Timer-([0-9]+|\\*)");

    private GivenNames() {}

    /**
     * Whether a name is one of these, or has no letters that could say more.
     *
     * @param name a thread's name, or a pattern of such
     * @return whether it tells nothing of the thread
     */
    public static boolean tellNothing(String name) {
        return !isOwn(name) || OF_THE_JDK.matcher(name).matches();
    }

    /**
     * Whether a name has letters of its own: a pattern that has none matches everybody's threads.
     *
     * @param name a thread's name, or a pattern of such
     * @return whether it has two at least
     */
    public static boolean isOwn(String name) {
        return name.codePoints().filter(Character::isLetter).count() >= 2;
    }
}
