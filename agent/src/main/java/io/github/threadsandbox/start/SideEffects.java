package io.github.threadsandbox.start;

import io.github.threadsandbox.policy.OnViolation;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RoleRules;
import io.github.threadsandbox.policy.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the JVM itself does on a Java thread because of its options, and would do in vain on one that may write no files: refused
 * at start, because it would be found out when it is needed. Seen on JDK 17 and 25; the sources are named below.
 */
final class SideEffects {
    /** {@code HeapDumper::dump_heap_from_oome}: the file is opened on the thread that ran out of memory, and only once. */
    private static final String HEAP_DUMP = "HeapDumpOnOutOfMemoryError";

    /** {@code LogFileOutput}: unless it is 0, a file is turned over when it is so long, on the thread that writes the line. */
    private static final String FILE_SIZE = "filesize=";

    private static final String FILE_COUNT = "filecount=";

    private SideEffects() {}

    /**
     * What does not go together.
     *
     * @param arguments the JVM's
     * @param roles by name
     * @param builder for this architecture
     * @return a line for each, with what to write instead
     */
    static List<String> problems(List<String> arguments, Map<String, Policy> roles, PolicyBuilder builder) {
        List<String> problems = new ArrayList<>();
        boolean dumps = isOn(arguments, HEAP_DUMP);
        Optional<String> turnedOver = isAsynchronous(arguments)
                ? Optional.empty()
                : arguments.stream().filter(SideEffects::isTurnedOver).findFirst();
        if (!dumps && turnedOver.isEmpty()) {
            return problems;
        }
        TreeSet<String> unable = new TreeSet<>(roles.keySet());
        Policy writing =
                builder.role(new RoleRules("writing", List.of(Rule.of("@file-write")), List.of(), OnViolation.AUTO));
        unable.removeIf(role -> roles.get(role).allowsAllOf(writing));
        if (unable.isEmpty()) {
            return problems;
        }
        String who = (unable.size() == 1 ? "role " : "roles ") + String.join(", ", unable);
        if (dumps) {
            problems.add("-XX:+" + HEAP_DUMP + ": a thread of " + who
                    + " may write no files; running out of memory, it would"
                    + " use up the one heap dump and write none: take that out and write"
                    + " -XX:OnOutOfMemoryError=\"jcmd %p GC.heap_dump FILE &\", or allow @file-write");
        }
        turnedOver.ifPresent(
                log -> problems.add(log + ": a thread of " + who + " may write no files; where it is the one to turn"
                        + " the log over, the JVM logs nothing any more: add -Xlog:async, turn nothing over (filesize=0),"
                        + " or allow @file-write"));
        return problems;
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
        if (argument.startsWith("-Xloggc:")) {
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
