package io.github.threadsandbox.it.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What came of a number of JVMs, which may run beside each other. */
final class Tally {
    /** What HotSpot, glibc and collectors print when something of theirs is broken. */
    private static final Pattern BROKEN = Pattern.compile("fatal error|Internal Error|futex facility returned|"
            + "Fatal glibc|Forced to lower max|Could not reopen|Attempt to (un)?(protect|guard) stack|commit_memory");

    private int cases;
    private int crashes;
    private int hangs;
    private int poisoned;
    private int wrong;
    private final List<String> problems = new ArrayList<>();

    /** Counts what a JVM printed, and how it ended; {@code expected} is its exit code, {@code last} the last line and others that it must say. */
    synchronized void add(String run, Child child, boolean ended, int expected, String... last) throws IOException {
        List<String> lines = child.lines();
        Files.write(child.directory().resolve("out.txt"), lines);
        String doing = "";
        for (String line : lines) {
            if (line.startsWith("begin ")) {
                doing = line.substring("begin ".length());
            } else if (line.startsWith("ok ")) {
                cases++;
            } else if (line.startsWith("wrong ")) {
                cases++;
                wrong++;
                problem(run, line);
            } else if (line.startsWith("poisoned ")) {
                poisoned++;
                problem(run, line);
            } else if (line.startsWith("busy ")) {
                hangs++;
                problem(run, line);
            } else if (line.startsWith("afterwards ")) {
                cases += Integer.parseInt(line.substring("afterwards ".length()));
            }
        }
        if (!ended) {
            cases++;
            hangs++;
            problem(run, "no end, last begun: " + doing + "; see " + child.directory());
            return;
        }
        boolean crash = expected == ABORTED;
        boolean broken = BROKEN.matcher(child.errors()).find()
                || lines.stream().anyMatch(line -> BROKEN.matcher(line).find());
        boolean left = !child.files("hs_err").isEmpty();
        if (child.exitCode() != expected || !crash && (broken || left)) {
            cases++;
            crashes++;
            problem(
                    run,
                    "exit code " + child.exitCode() + ", expected " + expected + ", last begun: " + doing + "; see "
                            + child.directory() + child.crash());
        } else if (!lines.containsAll(List.of(last))) {
            cases++;
            wrong++;
            problem(run, "did not say all of " + List.of(last) + "; see " + child.directory());
        } else {
            child.delete();
        }
    }

    /** A process that ended by SIGABRT, as shells and the JDK count it. */
    static final int ABORTED = 128 + 6;

    /** One case more, looked at from outside. */
    synchronized void check(String run, String what, boolean right) {
        cases++;
        if (!right) {
            wrong++;
            problem(run, what);
        }
    }

    private void problem(String run, String what) {
        problems.add(run + ": " + what);
        System.out.println("    " + run + ": " + what);
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    synchronized int cases() {
        return cases;
    }

    /** For the table: cases, crashes, hangs, poisoned, wrong. */
    synchronized int[] columns() {
        return new int[] {cases, crashes, hangs, poisoned, wrong};
    }
}
