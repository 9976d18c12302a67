package io.github.threadsandbox.confine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The data file {@code preload.txt}: what the JDK initialises once, in groups. */
final class PreloadList {
    private PreloadList() {}

    /**
     * What is initialised together.
     *
     * @param name the group's
     * @param atStart whether it need not wait until a thread of a role is started
     * @param needs rules; a role that allows them all cannot make it fail
     * @param entries steps, and classes by module
     */
    record Group(String name, boolean atStart, List<String> needs, List<String> entries) {}

    static List<Group> read() {
        try (InputStream in = PreloadList.class
                        .getClassLoader()
                        .getResourceAsStream("io/github/threadsandbox/confine/preload.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<Group> groups = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line.strip();
                if (text.startsWith("group ")) {
                    groups.add(group(text.split(" ", -1)));
                } else if (!text.isEmpty() && text.charAt(0) != '#') {
                    groups.get(groups.size() - 1).entries().add(text);
                }
            }
            return groups;
        } catch (IOException e) {
            throw new UncheckedIOException("bug: preload.txt", e);
        }
    }

    private static Group group(String[] words) {
        if (!words[2].equals("start") && !words[2].equals("use")) {
            throw new IllegalStateException("bug: preload.txt: group " + words[1] + " is for '" + words[2] + "'");
        }
        return new Group(
                words[1], words[2].equals("start"), List.of(words).subList(3, words.length), new ArrayList<>());
    }
}
