package io.github.threadsandbox.start;

import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;

/**
 * What the JVM itself does on a Java thread because of its options, and would do in vain on one that may write no files: refused
 * at start, because it would be found out when it is needed. Seen on JDK 17 and 25; the sources are named below.
 */
final class SideEffects {
    /** {@code HeapDumper::dump_heap_from_oome}: the file is opened on the thread that ran out of memory, and only once. */
    private static final String HEAP_DUMP = "HeapDumpOnOutOfMemoryError";

    private static final String HEAP_DUMP_PATH = "-XX:HeapDumpPath=";

    private static final String GC_LOG = "-Xloggc:";

    /** {@code LogFileOutput}: unless it is 0, a file is turned over when it is so long, on the thread that writes the line. */
    private static final String FILE_SIZE = "filesize=";

    private static final String FILE_COUNT = "filecount=";

    private SideEffects() {}

    /**
     * Refuses a role map that does not go together with the JVM's options, or says so if the operator wants no more.
     *
     * @param arguments the JVM's
     */
    static void refuse(Settings settings, List<String> arguments, Arch arch, Logger log) throws StartException {
        List<String> problems =
                problems(arguments, settings.roles(), settings.roleRules(), settings.bounds(), new PolicyBuilder(arch));
        if (!problems.isEmpty() && settings.onError() == Settings.OnError.ABORT) {
            throw new StartException(problems);
        }
        problems.forEach(log::warn);
    }

    /**
     * What does not go together.
     *
     * @param arguments the JVM's
     * @param roles by name
     * @param rules of each role
     * @param bounds by role: the paths that it is held to
     * @param builder for this architecture
     * @return a line for each, with what to write instead
     */
    private static List<String> problems(
            List<String> arguments,
            Map<String, Policy> roles,
            Map<String, RoleRules> rules,
            Map<String, RoleBounds> bounds,
            PolicyBuilder builder) {
        List<String> problems = new ArrayList<>();
        boolean dumps = isOn(arguments, HEAP_DUMP);
        Optional<String> turnedOver = isAsynchronous(arguments)
                ? Optional.empty()
                : arguments.stream().filter(SideEffects::isTurnedOver).findFirst();
        if (!dumps && turnedOver.isEmpty()) {
            return problems;
        }
        RoleRules writing = new RoleRules("writing", List.of(Rule.of("@file-write")), List.of(), OnViolation.AUTO);
        Set<String> able = new TreeSet<>(roles.keySet());
        // What paths close does not count: neither a dump nor a log needs it.
        able.removeIf(role -> !roles.get(role)
                .allowsAllOf(builder.role(writing.with(rules.get(role).bounds()))));
        if (dumps) {
            String unable = unable(roles.keySet(), able, bounds, valueOf(arguments, HEAP_DUMP_PATH));
            if (!unable.isEmpty()) {
                problems.add("-XX:+" + HEAP_DUMP + ": a thread of " + unable
                        + " may not write that file; running out of memory, it would"
                        + " use up the one heap dump and write none: take that out and write"
                        + " -XX:OnOutOfMemoryError=\"jcmd %p GC.heap_dump FILE &\", or allow @file-write, and with"
                        + " files.create its folder, if the role has files");
            }
        }
        turnedOver.ifPresent(log -> {
            String unable = unable(roles.keySet(), able, bounds, fileOf(log));
            if (!unable.isEmpty()) {
                problems.add(log + ": a thread of " + unable + " may not write that file; where it is the one to turn"
                        + " the log over, the JVM logs nothing any more: add -Xlog:async, turn nothing over (filesize=0),"
                        + " or allow @file-write, and with files.create the log's folder, if the role has files");
            }
        });
        return problems;
    }

    /** The roles that may not make a file, for people. */
    private static String unable(Set<String> roles, Set<String> able, Map<String, RoleBounds> bounds, String file) {
        List<String> unable = new ArrayList<>();
        for (String role : new TreeSet<>(roles)) {
            RoleBounds held = bounds.get(role);
            boolean elsewhere = held != null
                    && held.saysFiles()
                    && held.files().getOrDefault(FileUse.CREATE, List.of()).stream()
                            .noneMatch(folder -> isBeneath(file, folder));
            if (!able.contains(role) || elsewhere) {
                unable.add(role);
            }
        }
        if (unable.isEmpty()) {
            return "";
        }
        return (unable.size() == 1 ? "role " : "roles ") + String.join(", ", unable);
    }

    /** A named set counts as elsewhere: what it holds is not known so early. */
    private static boolean isBeneath(String file, String folder) {
        try {
            return folder.startsWith("/")
                    && Path.of(file).toAbsolutePath().normalize().startsWith(folder);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** {@code -XX:HeapDumpPath=…}, the last one; without it the working directory. */
    private static String valueOf(List<String> arguments, String option) {
        String value = "";
        for (String argument : arguments) {
            if (argument.startsWith(option)) {
                value = argument.substring(option.length());
            }
        }
        return value;
    }

    private static String fileOf(String log) {
        String rest = log.startsWith(GC_LOG) ? log.substring(GC_LOG.length()) : log.split(":", 3)[2];
        String file = rest.startsWith("file=") ? rest.substring("file=".length()) : rest;
        int end = file.startsWith("\"") ? file.indexOf('"', 1) : file.indexOf(':');
        return file.substring(file.startsWith("\"") ? 1 : 0, end < 0 ? file.length() : end);
    }

    /** The last one counts. */
    private static boolean isOn(List<String> arguments, String flag) {
        return arguments.lastIndexOf("-XX:+" + flag) > arguments.lastIndexOf("-XX:-" + flag);
    }

    private static boolean isAsynchronous(List<String> arguments) {
        return arguments.stream()
                .anyMatch(argument -> argument.equals("-Xlog:async") || argument.startsWith("-Xlog:async:"));
    }

    /** {@code -Xlog:what:output:decorators:options}; what is not the standard output or error is a file. */
    private static boolean isTurnedOver(String argument) {
        if (argument.startsWith(GC_LOG)) {
            return true;
        }
        if (!argument.startsWith("-Xlog:")) {
            return false;
        }
        // A quoted file name may have colons; what follows it is all that matters.
        String[] parts = argument.replaceAll("\"[^\"]*\"", "quoted").split(":", -1);
        if (parts.length < 3 || List.of("", "stdout", "stderr").contains(parts[2])) {
            return false;
        }
        String options = parts[parts.length - 1];
        return !options.contains(FILE_SIZE + "0") && !options.matches(".*" + FILE_COUNT + "0(,.*)?");
    }
}
