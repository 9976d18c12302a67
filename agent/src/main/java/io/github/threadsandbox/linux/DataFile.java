package io.github.threadsandbox.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A resource of this package: lines in ASCII, without comments ({@code #} at the start of a line) and blank ones. */
final class DataFile {
    private static final String FOLDER = "io/github/threadsandbox/linux/";

    private DataFile() {}

    static List<String> lines(String name) {
        String text = text(name);
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            if (end > start && text.charAt(start) != '#') {
                lines.add(text.substring(start, end));
            }
            start = end < 0 ? text.length() : end + 1;
        }
        return lines;
    }

    static String text(String name) {
        try (InputStream in = DataFile.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("bug: the agent's jar lacks linux/" + name);
            }
            // Latin-1 is copied as it is; UTF-8 would be looked at byte by byte.
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read linux/" + name + " from the agent's jar", e);
        }
    }
}
