package io.github.threadsandbox.policy;

import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Nearest;
import io.github.threadsandbox.linux.SyscallTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses rules; {@link RulePrinter} is the way back.
 *
 * <pre>
 * rule       = syscall | "@" group | syscall "(" alternatives { "," alternatives } ")"
 * alternatives = condition { "||" condition }
 * condition  = argument [ "&amp;" value ] operator value
 * operator   = "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;="
 * value      = term { "|" term }
 * term       = number | CONSTANT | "~" term | "(" value ")"
 * argument   = a name of the man page | "arg0" … "arg5"
 * </pre>
 *
 * <p>What the kernel looks at of an argument is what a condition compares: an {@code int} has 32 bits here, whatever else is in
 * the register, and a {@code umode_t} 16. A constant means something only for the arguments that take its family.
 */
public final class RuleParser {
    /** Each is tested on its own where others do not decide: more of them are not one rule, but many. */
    private static final int MOST_COMBINATIONS = 256;

    private final Arch arch;
    private final Groups groups;

    /**
     * A parser that knows the agent's own groups.
     *
     * @param arch the architecture, whose constants and parameter order it uses
     */
    public RuleParser(Arch arch) {
        this(arch, Groups.own());
    }

    /**
     * A parser for one architecture, whose constants and parameter order it uses.
     *
     * @param arch the architecture
     * @param groups the groups that there are
     */
    public RuleParser(Arch arch, Groups groups) {
        this.arch = arch;
        this.groups = groups;
    }

    /**
     * Parses one rule.
     *
     * @param written the rule's text
     * @return the rule
     * @throws RuleException if it is none
     */
    public Rule parse(String written) throws RuleException {
        return parse(written, "");
    }

    /**
     * Parses one rule.
     *
     * @param written the rule's text
     * @param place where it stands
     * @return the rule
     * @throws RuleException if it is none
     */
    public Rule parse(String written, String place) throws RuleException {
        String text = written.strip();
        int open = text.indexOf('(');
        String target = open < 0 ? text : text.substring(0, open).strip();
        if (target.startsWith("@")) {
            if (open >= 0) {
                throw new RuleException(
                        "a group takes no conditions: name the call, as in 'ioctl(request == FIONREAD)'");
            }
            if (!groups.names().contains(target)) {
                throw new RuleException("unknown group '" + target + "': "
                        + Nearest.hint(target, groups.names(), "the groups are " + String.join(", ", groups.names())));
            }
            return new Rule(target, List.of(), text, place);
        }
        if (!SyscallTable.isKnown(target, arch)) {
            throw new RuleException("unknown syscall '" + target + "': " + hint(target));
        }
        if (open < 0) {
            return new Rule(target, List.of(), text, place);
        }
        if (!text.endsWith(")")) {
            throw new RuleException("the conditions of '" + text + "' do not end: write ')' after the last");
        }
        ConditionParser conditions = new ConditionParser(target, arch);
        List<AnyOf> parsed = new ArrayList<>();
        long combinations = 1;
        String[] parts = text.substring(open + 1, text.length() - 1).split(",", -1);
        for (String alternatives : parts) {
            AnyOf anyOf = conditions.parse(alternatives.strip());
            for (int i = 0; i < parsed.size(); i++) {
                if (parsed.get(i).excludes(anyOf)) {
                    throw new RuleException(
                            "'" + parts[i].strip() + "' and '" + alternatives.strip()
                                    + "' are never so together, and with a comma between them both must be: write || where one is enough");
                }
            }
            parsed.add(anyOf);
            combinations *= anyOf.conditions().size();
            if (combinations > MOST_COMBINATIONS) {
                throw new RuleException("'" + text + "' comes to more than " + MOST_COMBINATIONS
                        + " combinations of its alternatives: write fewer, or a mask");
            }
        }
        return new Rule(target, parsed, text, place);
    }

    private String hint(String target) {
        if (groups.names().contains("@" + target)) {
            return "the group is '@" + target + "'";
        }
        return Nearest.hint(
                target, SyscallTable.names(), "'java -jar thread-sandbox-agent.jar syscalls' lists the names");
    }
}
