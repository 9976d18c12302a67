package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Errno;
import io.github.threadsandbox.linux.Errnos;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a denied call gets: {@code on-violation} of a role.
 *
 * @param fixed the same action for every call, or nothing for {@code auto}: the errno that each call's callers expect
 */
public record OnViolation(Optional<Action> fixed) {
    private static final Map<String, Errno> EXPECTED = read();
    private static final Errno EPERM = errno("EPERM");
    private static final Errno ENOSYS = errno("ENOSYS");

    /** {@code auto}: by {@code errnos.txt}. */
    public static final OnViolation AUTO = new OnViolation(Optional.empty());

    /**
     * The same action for every call.
     *
     * @param action the action
     * @return on violation, that
     */
    public static OnViolation always(Action action) {
        return new OnViolation(Optional.of(action));
    }

    /**
     * What a denial of this call gets. {@code clone3} is always answered with ENOSYS, so that C libraries use
     * {@code clone}, whose flags can be seen.
     *
     * @param syscall the call's name
     * @return the action
     */
    public Action denial(String syscall) {
        if (fixed.isPresent() && !syscall.equals("clone3")) {
            return fixed.get();
        }
        return Action.errno(EXPECTED.getOrDefault(syscall, EPERM));
    }

    /**
     * What a call gets that the role does not list and {@code errnos.txt} does not know.
     *
     * @return the action
     */
    public Action unlisted() {
        return fixed.orElse(Action.errno(EPERM));
    }

    /**
     * What a number gets that the tables do not know, a newer kernel's: ENOSYS, on which callers fall back to what they did
     * before the call existed.
     *
     * @return the action
     */
    public static Action unknown() {
        return Action.errno(ENOSYS);
    }

    /**
     * The calls that {@code auto} answers with another errno than EPERM.
     *
     * @return by syscall name
     */
    static Map<String, Errno> expected() {
        return EXPECTED;
    }

    private static Map<String, Errno> read() {
        Map<String, Errno> expected = new HashMap<>();
        for (RuleFile.Line line : RuleFile.read("errnos.txt").lines()) {
            String[] words = line.text().split(" ", -1);
            for (int i = 1; i < words.length; i++) {
                expected.put(words[i], errno(words[0]));
            }
        }
        return Map.copyOf(expected);
    }

    private static Errno errno(String name) {
        return Errnos.of(name).orElseThrow(() -> new IllegalStateException("bug: no errno " + name));
    }
}
