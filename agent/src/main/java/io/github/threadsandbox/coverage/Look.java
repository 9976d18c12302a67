package io.github.threadsandbox.coverage;

import java.util.ArrayList;
import java.util.List;

/**
 * What one look at every thread saw.
 *
 * @param millis when, since 1970
 * @param base the filters that every thread is under
 * @param threads each, and whether it is as it should be
 */
record Look(long millis, int base, List<ThreadStatus> threads) {
    Look {
        threads = List.copyOf(threads);
    }

    List<ThreadStatus> mismatches() {
        List<ThreadStatus> mismatches = new ArrayList<>();
        for (ThreadStatus thread : threads) {
            if (thread.state() == ThreadStatus.State.MISMATCH) {
                mismatches.add(thread);
            }
        }
        return mismatches;
    }
}
