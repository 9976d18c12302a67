package io.github.threadsandbox.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a role map's files: the one that the operator named, and those that it includes.
 *
 * <p>Unlike HOCON's own includer, a missing file is a problem, because a role map that lost half its roles must not pass in
 * silence; and what is no file, a URL or a class path resource, is refused, because what confines an application should not
 * come from a network or from the application.
 */
final class RoleMapFiles {
    private static final List<String> ENDINGS = List.of(".conf", ".json", ".properties");

    private final Report report;
    private final FileTexts texts;

    /** Those being read: each includes the one after it. */
    private final Deque<Path> open = new ArrayDeque<>();

    RoleMapFiles(Report report, FileTexts texts) {
        this.report = report;
        this.texts = texts;
    }

    /** The file's content, or an empty object and a problem. */
    ConfigObject read(Path file) {
        if (!Files.isReadable(file)) {
            report.problem(file.toString(), 0, "may not be read: let the service's user read it");
        } else {
            noticeIfOthersMayWrite(file);
            open.addLast(file);
            try {
                String text = texts.of(file);
                report.file(file.toString());
                int deep = Nesting.tooDeep(text);
                if (deep > 0) {
                    report.problem(
                            file.toString(),
                            deep,
                            "is nested more than " + Nesting.DEEPEST
                                    + " deep here: take brackets or parts of the key out");
                    report.incomplete();
                    return ConfigFactory.empty().root();
                }
                return ConfigFactory.parseString(
                                text,
                                ConfigParseOptions.defaults()
                                        .setOriginDescription(file.toString())
                                        .setSyntaxFromFilename(file.toString())
                                        .setAllowMissing(false)
                                        .setClassLoader(RoleMapFiles.class.getClassLoader())
                                        .setIncluder(new Includer(file)))
                        .root();
            } catch (IOException e) {
                report.problem(file.toString(), 0, "cannot be read: " + e.getMessage());
            } catch (ConfigException e) {
                problem(file, e);
            } finally {
                open.removeLast();
            }
        }
        report.incomplete();
        return ConfigFactory.empty().root();
    }

    /** When all are read: whether each is still what was read of it. */
    void reportChanged() {
        for (Path file : texts.changed()) {
            report.problem(
                    file.toString(),
                    0,
                    "changed while the role map was read: put a file in its place by renaming (mv), and try again");
        }
    }

    /** What Typesafe Config says of a file: {@code file: 3: what}. */
    void problem(Path file, ConfigException e) {
        Matcher message =
                Pattern.compile("(.*?): ([0-9]+): (.*)", Pattern.DOTALL).matcher(e.getMessage());
        if (message.matches()) {
            report.problem(message.group(1), Integer.parseInt(message.group(2)), message.group(3));
        } else {
            report.problem(file.toString(), 0, e.getMessage());
        }
    }

    private void noticeIfOthersMayWrite(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
                report.notice(
                        file.toString(),
                        "everybody may write this file, and with it decide what is confined: chmod o-w");
            }
        } catch (IOException | UnsupportedOperationException e) {
            report.notice(file.toString(), "cannot see who may write this file: " + e.getMessage());
        }
    }

    /** What stands behind {@code include} in one file. */
    private final class Includer
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
        private final Path including;

        Includer(Path including) {
            this.including = including;
        }

        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        /** A name without one of HOCON's endings stands for the files with each of them; a key in the first one counts. */
        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            List<Path> files = new ArrayList<>();
            try {
                Path named = including.resolveSibling(what);
                boolean ends = ENDINGS.stream().anyMatch(what::endsWith);
                for (String ending : ends ? List.of("") : ENDINGS) {
                    Path file = Path.of(named + ending);
                    if (Files.isRegularFile(file)) {
                        files.add(file.normalize());
                    }
                }
            } catch (InvalidPathException e) {
                // Names no file.
            }
            return included(what, files, "there is no such file beside the one that includes it");
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return included(
                    what.getPath(),
                    what.isFile() ? List.of(what.toPath()) : List.of(),
                    "there is no such file: give its whole path, or leave file( ) out for one beside this");
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            return included(what.toString(), List.of(), "a role map is read from files alone: include a file");
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            return included(what, List.of(), "a role map is read from files alone: include a file");
        }

        private ConfigObject included(String what, List<Path> files, String otherwise) {
            if (files.isEmpty()) {
                report.problem(including.toString(), line(what), "include \"" + what + "\": " + otherwise);
                report.incomplete();
            }
            ConfigObject content = ConfigFactory.empty().root();
            for (Path file : files) {
                if (open.stream().anyMatch(outer -> isSame(outer, file))) {
                    report.problem(
                            including.toString(),
                            line(what),
                            "include \"" + what + "\": that file includes this one: take one of them out");
                } else {
                    content = content.withFallback(read(file));
                }
            }
            return content;
        }

        private boolean isSame(Path one, Path other) {
            try {
                return Files.isSameFile(one, other);
            } catch (IOException e) {
                return false;
            }
        }

        /** Where the file includes that; Typesafe Config does not say. */
        private int line(String what) {
            try {
                List<String> lines = texts.of(including).lines().toList();
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).contains("include") && lines.get(i).contains("\"" + what + "\"")) {
                        return i + 1;
                    }
                }
            } catch (IOException e) {
                // Then without the line.
            }
            return 0;
        }
    }
}
