package io.github.threadsandbox.learn;

import io.github.threadsandbox.json.OddCharacters;
import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Writes a role map, with the reason behind each line. */
public final class RoleMapText {
    private static final int SHOWN = 6;

    /** Comments stand one beneath the other behind what is no longer than this. */
    private static final int ALIGNED = 40;

    private final StringBuilder text = new StringBuilder();
    private int depth;

    private RoleMapText() {}

    /**
     * A role map of proposals alone.
     *
     * @param proposals the proposals
     * @return the text of a file
     */
    public static String of(Proposals proposals) {
        RoleMapText map = new RoleMapText();
        map.line(
                "# Learned from what was seen. What was not seen is denied; what was seen is allowed, whoever asked for it:");
        map.line("# read it before it is enforced.");
        map.open("thread-sandbox");
        map.open("roles");
        for (Proposals.Role role : proposals.roles()) {
            map.role(role);
        }
        map.close();
        map.threads(proposals, "=");
        map.close();
        return map.text.toString();
    }

    /**
     * What is added to a role map that is there, to be put behind it.
     *
     * @param additions what each of its roles needs beside what it has
     * @param proposals roles of threads that none of its entries takes
     */
    static String added(SortedMap<String, Needs> additions, Proposals proposals) {
        RoleMapText map = new RoleMapText();
        map.open("thread-sandbox");
        map.open("roles");
        additions.forEach((role, needs) -> {
            if (!needs.isEmpty()) {
                map.open(key(role));
                map.needs(needs, "+=");
                map.close();
            }
        });
        for (Proposals.Role role : proposals.roles()) {
            map.role(role);
        }
        map.close();
        if (!proposals.entries().isEmpty()) {
            map.threads(proposals, "+=");
        }
        map.close();
        return map.text.toString();
    }

    private static String key(String role) {
        return role.matches("[a-z][a-z0-9-]*") ? role : Hocon.quoted(role);
    }

    private void role(Proposals.Role role) {
        line("# Seen as: "
                + OddCharacters.replaced(role.threads().stream()
                        .limit(SHOWN)
                        .map(Traits::toString)
                        .collect(Collectors.joining(", ")))
                + (role.threads().size() > SHOWN ? " and " + (role.threads().size() - SHOWN) + " more" : ""));
        open(key(role.name()));
        needs(role.needs(), "=");
        close();
    }

    private void needs(Needs needs, String sign) {
        boolean added = sign.equals("+=");
        List<String[]> allow = new ArrayList<>();
        needs.allow().forEach((rule, tally) -> allow.add(new String[] {Hocon.quoted(rule), tally.comment()}));
        if (added) {
            allow.forEach(rule -> line("allow += " + rule[0], rule[1]));
        } else if (allow.isEmpty()) {
            line("allow = [\"@jvm\"]");
        } else {
            allow.add(0, new String[] {"\"@jvm\"", ""});
            list("allow", allow);
        }
        for (Map.Entry<FileUse, SortedMap<String, Tally>> files : needs.files().entrySet()) {
            List<String[]> paths = new ArrayList<>();
            files.getValue().forEach((path, tally) -> paths.add(new String[] {Hocon.path(path), tally.comment()}));
            values("files." + files.getKey().key(), paths, added);
        }
        for (Map.Entry<PortUse, SortedMap<Integer, Tally>> ports : needs.ports().entrySet()) {
            List<String[]> numbers = new ArrayList<>();
            ports.getValue().forEach((port, tally) -> numbers.add(new String[] {port.toString(), tally.comment()}));
            values("tcp." + ports.getKey().key(), numbers, added);
        }
        if (!added) {
            held(needs);
        }
    }

    private void held(Needs needs) {
        needs.held().forEach((held, tally) -> {
            line("# Not allowed (" + held.reason() + "), " + OddCharacters.replaced(tally.comment()));
            if (!held.line().isEmpty()) {
                line("# " + held.line());
            }
        });
    }

    private void values(String key, List<String[]> values, boolean added) {
        if (added && !values.isEmpty()) {
            values.forEach(value -> line(key + " += " + value[0], value[1]));
        } else {
            list(key, values);
        }
    }

    private void list(String key, List<String[]> values) {
        if (values.isEmpty()) {
            line(key + " = []");
            return;
        }
        line(key + " = [");
        depth++;
        int width = values.stream()
                .mapToInt(value -> value[0].length())
                .filter(length -> length <= ALIGNED)
                .max()
                .orElse(0);
        for (String[] value : values) {
            String padding = " ".repeat(value[1].isEmpty() ? 0 : Math.max(0, width - value[0].length()));
            line(value[0] + padding, value[1]);
        }
        depth--;
        line("]");
    }

    private void threads(Proposals proposals, String sign) {
        List<String> entries = proposals.entries().stream()
                .map(entry -> "{ " + entry.key() + " = " + Hocon.quoted(entry.pattern()) + ", role = "
                        + key(proposals.roleOf(entry)) + " }")
                .toList();
        if (sign.equals("+=")) {
            entries.forEach(entry -> line("threads += " + entry));
            return;
        }
        line("threads = [");
        depth++;
        entries.forEach(this::line);
        depth--;
        line("]");
    }

    private void open(String key) {
        line(key + " {");
        depth++;
    }

    private void close() {
        depth--;
        line("}");
    }

    private void line(String content, String comment) {
        line(comment.isEmpty() ? content : content + "  # " + OddCharacters.replaced(comment));
    }

    private void line(String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }
}
