package io.github.threadsandbox.observe;

import io.github.threadsandbox.confine.DeniedUse;
import io.github.threadsandbox.json.JsonWriter;
import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.Ruleset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether Landlock is why a path or a port was refused, and which line would allow it: what the role's rules say, of the path as it is now.
 * Looks at files, and so belongs on a thread of the agent's.
 */
final class BoundsCheck {
    private static final String REPLACED =
            "the role's rules name this path: they hold to what was there when the role map was taken";
    private static final String STARTED = REPLACED + "; or what the program needs to start cannot be started";

    private static final String OF_A_PROCESS =
            "a process's own files have no name that lasts: \"/proc\" has them all, and the memory of every thread";

    private static final long PID = ProcessHandle.current().pid();
    private static final Pattern OWN = Pattern.compile("^/proc/" + PID + "(?=/|$)");
    private static final Pattern OWN_TASK = Pattern.compile("^/proc/" + PID + "/task/[0-9]+(/.*)?");
    private static final Pattern OTHERS = Pattern.compile("/proc/[0-9]+(/.*)?");

    /** By their rules as they are written. */
    private final Map<Ruleset, Ruleset> resolved = new HashMap<>();

    /**
     * What was denied.
     *
     * @param role by which role
     * @param use which of its keys does not have it: {@code files.read}
     * @param path which of several paths
     * @param allow what to put at the end of the role map
     * @param note what else there is to say; may be empty
     */
    record Found(String role, String use, String path, String allow, String note) {
        void write(Wire.Out out) {
            out.put(role).put(use).put(path).put(allow).put(note);
        }

        static Found read(Wire.In in) {
            String role = in.text();
            String use = in.text();
            String path = in.text();
            String allow = in.text();
            return new Found(role, use, path, allow, in.text());
        }
    }

    /** Nothing where it was not Landlock. */
    Optional<Found> find(DeniedUse use) {
        try {
            return switch (use.call()) {
                case "connect" -> port(use, PortUse.CONNECT);
                case "bind" -> port(use, PortUse.BIND);
                case "execve" -> program(use);
                default -> path(use, Path.of(use.path()));
            };
        } catch (IOException | InvalidPathException e) {
            // It is not there, or cannot be reached: no rule of Landlock's is asked about it.
            return Optional.empty();
        }
    }

    private static Optional<Found> port(DeniedUse use, PortUse how) {
        // Landlock holds TCP alone.
        if (use.stack().stream().anyMatch(frame -> frame.getClassName().startsWith("sun.nio.ch.Datagram"))) {
            return Optional.empty();
        }
        String key = "tcp." + how.key();
        return use.holding().stream()
                .filter(one -> !one.rules().lets(how, use.number()))
                .findFirst()
                .map(one -> new Found(
                        one.role(), key, "", Remedy.key(one.role()) + key + " += " + use.number() + " }", ""));
    }

    /** As the child process looks for it (JDK_execvpe of childproc.c). */
    private Optional<Found> program(DeniedUse use) throws IOException {
        if (use.path().indexOf('/') >= 0) {
            return path(use, Path.of(use.path()));
        }
        for (String folder :
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1)) {
            Path program = Path.of(folder, use.path());
            if (Files.isRegularFile(program)) {
                return path(use, program);
            }
        }
        return Optional.empty();
    }

    private Optional<Found> path(DeniedUse use, Path path) throws IOException {
        if (use.call().equals("openat") && use.holding().stream().anyMatch(one -> !one.opens(use.number()))) {
            // The filter denied it, and the observer has told of it.
            return Optional.empty();
        }
        List<Need> needs = Need.of(use.call(), path, use.second(), use.number(), use.said());
        for (DeniedUse.Holding holding : use.holding()) {
            Ruleset rules = resolved.computeIfAbsent(holding.rules(), BoundsCheck::resolve);
            for (Need need : needs) {
                if (!rules.lets(need.right(), need.about().toString())) {
                    return Optional.of(found(use, holding, need, beside(need, needs.get(0))));
                }
            }
        }
        boolean permitted = use.said() && !needs.isEmpty() && needs.stream().allMatch(Need::isPermitted);
        return permitted
                ? use.holding().stream()
                        .filter(one -> one.rules().holdsFiles())
                        .findFirst()
                        .map(one -> found(use, one, needs.get(0), use.call().equals("execve") ? STARTED : REPLACED))
                : Optional.empty();
    }

    private static String beside(Need need, Need first) {
        boolean other = need.use() == FileUse.EXECUTE && !need.about().equals(first.about());
        return other ? "this program is started by " + need.about() : "";
    }

    private static Found found(DeniedUse use, DeniedUse.Holding holding, Need need, String note) {
        String key = "files." + need.use().key();
        String group = need.use() == FileUse.READ && !holding.reads() ? "allow += \"@file-read\", " : "";
        String about = lasting(need.about().toString());
        boolean ofOther = OTHERS.matcher(about).matches();
        return new Found(
                holding.role(),
                key,
                need.ofSecond() ? use.second() : BoundUse.isMade(use.path()) ? about : use.path(),
                ofOther ? "" : Remedy.key(holding.role()) + group + key + " += " + JsonWriter.line(about) + " }",
                ofOther ? OF_A_PROCESS : note);
    }

    /** Of this process's own files in proc(5) a name that the next one has as well, and one for all its threads. */
    private static String lasting(String path) {
        return OWN.matcher(OWN_TASK.matcher(path).replaceFirst("/proc/self/task"))
                .replaceFirst("/proc/self");
    }

    /** The kernel follows links in a rule's path. */
    private static Ruleset resolve(Ruleset rules) {
        List<Ruleset.PathRule> real = new ArrayList<>();
        for (Ruleset.PathRule rule : rules.paths()) {
            try {
                real.add(new Ruleset.PathRule(Path.of(rule.path()).toRealPath().toString(), rule.rights(), rule.key()));
            } catch (IOException e) {
                real.add(rule);
            }
        }
        return rules.with(real);
    }
}
