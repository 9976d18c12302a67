package io.github.threadsandbox.confine;

import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Policy;
import java.util.Map;
import java.util.Optional;

/** A role for tests that only look at which it is. */
final class TestRole {
    private TestRole() {}

    static Role of(String name, int since) {
        return new Role(
                name,
                since,
                new Policy(name, Map.of(), Action.allow(), Action.allow()),
                Optional.empty(),
                false,
                Optional.empty(),
                false);
    }
}
