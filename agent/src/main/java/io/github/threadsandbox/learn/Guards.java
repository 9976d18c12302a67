package io.github.threadsandbox.learn;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Action;
import io.github.threadsandbox.policy.Decision;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import io.github.threadsandbox.role.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What no role gets without a person's word: {@code guarded-calls.txt} and {@code guarded-paths.txt}, each line with its reason. */
final class Guards {
    private final Arch arch;
    private final List<GuardedCall> calls = new ArrayList<>();
    private final List<GuardedPath> paths = new ArrayList<>();

    /**
     * Why a call is not proposed.
     *
     * @param reason the reason
     * @param offer what would allow it; empty for the call itself
     */
    record Guard(String reason, String offer) {}

    /** A rule's policy denies what it names. */
    private record GuardedCall(Policy policy, Guard guard) {}

    private record GuardedPath(String use, Glob path, String reason) {}

    Guards(Arch arch) {
        this.arch = arch;
        for (GuardFile.Line line : GuardFile.read("guarded-calls.txt")) {
            int arrow = line.text().indexOf("=>");
            String rule =
                    arrow < 0 ? line.text() : line.text().substring(0, arrow).strip();
            String offer = arrow < 0 ? "" : line.text().substring(arrow + 2).strip();
            try {
                calls.add(new GuardedCall(
                        new PolicyBuilder(arch).base(List.of(new RuleParser(arch).parse(rule))),
                        new Guard(line.reason(), offer)));
            } catch (RuleException e) {
                throw new IllegalStateException("bug: guarded-calls.txt, '" + rule + "': " + e.getMessage(), e);
            }
        }
        for (GuardFile.Line line : GuardFile.read("guarded-paths.txt")) {
            int space = line.text().indexOf(' ');
            paths.add(new GuardedPath(
                    line.text().substring(0, space),
                    Glob.ofThreadName(line.text().substring(space).strip()),
                    line.reason()));
        }
    }

    /** Why this call is not proposed, whatever its paths. */
    Optional<Guard> of(Call call) {
        if (call.isUnix()) {
            String name = call.address().substring("unix:".length());
            return Optional.of(new Guard(
                    ofPath(FileUse.WRITE, name)
                            .orElse("another process: what it does for whoever connects, a role cannot hold"),
                    ""));
        }
        Optional<long[]> registers = call.registers(arch);
        for (GuardedCall guarded : calls) {
            Decision decision = guarded.policy.decision(call.syscall());
            boolean denied = registers.isPresent()
                    ? !decision.decide(registers.get()).equals(Action.allow())
                    : !decision.equals(Decision.always(Action.allow()));
            if (denied) {
                return Optional.of(guarded.guard);
            }
        }
        return Optional.empty();
    }

    /** Why this path is not proposed for this use. */
    Optional<String> ofPath(FileUse use, String path) {
        String word = use == FileUse.READ ? "read" : "write";
        return paths.stream()
                .filter(guarded -> guarded.use.equals("any") || guarded.use.equals(word))
                .filter(guarded -> guarded.path.matches(path))
                .map(GuardedPath::reason)
                .findFirst();
    }
}
