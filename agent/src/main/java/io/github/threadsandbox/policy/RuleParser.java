package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses rules.
 *
 * <pre>
 * rule      = syscall | "@" group | syscall "(" condition { "," condition } ")"
 * condition = argument [ "&amp;" value ] operator value
 * operator  = "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * value     = number | CONSTANT | value "|" value
 * argument  = a name of the man page | "arg0" … "arg5"
 * </pre>
 */
public final class RuleParser {
    private final Arch arch;

    /**
     * A parser for one architecture, whose constants and parameter order it uses.
     *
     * @param arch the architecture
     */
    public RuleParser(Arch arch) {
        this.arch = arch;
    }

    /**
     * Parses one rule.
     *
     * @param written the rule's text
     * @return the rule
     * @throws RuleException if it is none
     */
    public Rule parse(String written) throws RuleException {
        String text = written.strip();
        int open = text.indexOf('(');
        String target = open < 0 ? text : text.substring(0, open).strip();
        if (target.startsWith("@")) {
            if (open >= 0) {
                throw new RuleException(
                        "a group takes no conditions: name the call, as in 'ioctl(request == FIONREAD)'");
            }
            if (!Groups.names().contains(target)) {
                throw new RuleException("unknown group '" + target + "': "
                        + Nearest.hint(target, Groups.names(), "the groups are " + String.join(", ", Groups.names())));
            }
            return new Rule(text, target, List.of());
        }
        if (!SyscallTable.isKnown(target, arch)) {
            throw new RuleException("unknown syscall '" + target + "': " + hint(target));
        }
        if (open < 0) {
            return new Rule(text, target, List.of());
        }
        if (!text.endsWith(")")) {
            throw new RuleException("the conditions of '" + text + "' do not end: write ')' after the last");
        }
        ConditionParser conditions = new ConditionParser(target, arch);
        List<Condition> parsed = new ArrayList<>();
        for (String condition : text.substring(open + 1, text.length() - 1).split(",", -1)) {
            parsed.add(conditions.parse(condition.strip()));
        }
        return new Rule(text, target, parsed);
    }

    private static String hint(String target) {
        if (Groups.names().contains("@" + target)) {
            return "the group is '@" + target + "'";
        }
        return Nearest.hint(
                target, SyscallTable.names(), "'java -jar thread-sandbox-agent.jar syscalls' lists the names");
    }
}
