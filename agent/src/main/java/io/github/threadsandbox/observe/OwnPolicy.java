package io.github.threadsandbox.observe;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import io.github.threadsandbox.policy.RuleException;
import io.github.threadsandbox.policy.RuleParser;
import java.util.ArrayList;
import java.util.List;

/** What the observer itself may do: answer, and talk to its JVM. It opens, connects and starts nothing. */
final class OwnPolicy {
    private static final List<String> RULES = List.of(
            "@jvm",
            "ioctl(request == SECCOMP_IOCTL_NOTIF_RECV || request == SECCOMP_IOCTL_NOTIF_SEND"
                    + " || request == SECCOMP_IOCTL_NOTIF_ID_VALID)",
            "ppoll",
            "sendmsg",
            "recvmsg",
            "close",
            "timer_settime");

    private OwnPolicy() {}

    /** Compiled in the JVM that is watched, whose tables are there already. */
    static Program program(Arch arch) {
        List<Rule> rules = new ArrayList<>();
        RuleParser parser = new RuleParser(arch);
        try {
            for (String rule : RULES) {
                rules.add(parser.parse(rule));
            }
        } catch (RuleException e) {
            throw new IllegalStateException("bug: the observer's own rules: " + e.getMessage(), e);
        }
        return PolicyCompiler.compile(
                new PolicyBuilder(arch).role(new RoleRules("observer", rules, List.of(), OnViolation.AUTO)), arch);
    }
}
