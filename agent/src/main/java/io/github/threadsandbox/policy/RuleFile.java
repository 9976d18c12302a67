package io.github.threadsandbox.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A resource of this package: lines {@code text # reason} or {@code text # reason # seen}, after comment lines that begin with {@code #}.
 *
 * @param heading the comment lines, joined
 * @param lines what is not a comment
 */
record RuleFile(String heading, List<Line> lines) {
    private static final String FOLDER = "io/github/threadsandbox/policy/";

    /** One line: text and, each behind {@code #}, its reason and where it was seen; empty where it says nothing of them. */
    record Line(String text, String reason, String seen) {}

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
            if (line.startsWith("#")) {
                heading.append(heading.isEmpty() ? "" : " ")
                        .append(line.substring(1).strip());
            } else if (!line.isBlank()) {
                String[] parts = line.split("#", 3);
                lines.add(new Line(
                        parts[0].strip(),
                        parts.length < 2 ? "" : parts[1].strip(),
                        parts.length < 3 ? "" : parts[2].strip()));
            }
        }
        return new RuleFile(heading.toString(), lines);
    }
}
