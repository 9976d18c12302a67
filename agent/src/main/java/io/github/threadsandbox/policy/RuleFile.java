package io.github.threadsandbox.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A resource of this package: lines {@code text # reason}, after comment lines that begin with {@code #}.
 *
 * @param heading the comment lines, joined
 * @param lines what is not a comment
 */
record RuleFile(String heading, List<Line> lines) {
    private static final String FOLDER = "io/github/threadsandbox/policy/";

    /** One line: text and, behind {@code #}, its reason. */
    record Line(String text, String reason) {}

    static RuleFile read(String name) {
        String content;
        try (InputStream in = RuleFile.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("bug: the agent's jar lacks policy/" + name);
            }
            content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read policy/" + name + " from the agent's jar", e);
        }
        StringBuilder heading = new StringBuilder();
        List<Line> lines = new ArrayList<>();
        for (String line : content.lines().toList()) {
            int hash = line.indexOf('#');
            if (hash == 0) {
                heading.append(heading.isEmpty() ? "" : " ")
                        .append(line.substring(1).strip());
            } else if (!line.isBlank()) {
                lines.add(new Line(
                        hash < 0 ? line.strip() : line.substring(0, hash).strip(),
                        hash < 0 ? "" : line.substring(hash + 1).strip()));
            }
        }
        return new RuleFile(heading.toString(), lines);
    }
}
