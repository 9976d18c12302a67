package io.github.threadsandbox.it.torture;

import java.util.ArrayList;
import java.util.List;

/** The heap, used up. */
public final class Memory {
    private Memory() {}

    /** Allocates until there is an {@code OutOfMemoryError}, and lets go of it all. */
    public static void exhaust() {
        List<byte[]> kept = new ArrayList<>();
        try {
            while (true) {
                kept.add(new byte[1 << 20]);
            }
        } catch (OutOfMemoryError e) {
            kept.clear();
        }
    }
}
