package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Chart;
import io.github.threadsandbox.it.page.Curves;
import io.github.threadsandbox.it.page.Page;
import io.github.threadsandbox.it.page.Row;
import io.github.threadsandbox.it.page.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Runs every part on every JDK under /usr/lib/jvm and writes the page: BENCHMARKS.md of the repository when everything is measured
 * in full, a file under agent-it/target otherwise. A part that fails is said on the page and by the exit code; the others go on.
 */
public final class Benchmark {
    private static final int FAILED = 1;
    private static final String MISSES = "not measured: ";

    private Benchmark() {}

    /**
     * Measures.
     *
     * @param arguments the repository's root; {@code effort=smoke}, {@code quick} or {@code full}; {@code only=NAMES} for some
     *     parts, with commas between
     * @throws Exception if the page cannot be written
     */
    public static void main(String[] arguments) throws Exception {
        Path repository = Path.of(arguments[0]).toAbsolutePath().normalize();
        Effort effort =
                Effort.valueOf(option(arguments, "effort").orElse("full").toUpperCase(Locale.ROOT));
        List<Part> parts = parts(option(arguments, "only").orElse(""));
        List<Run> runs = new ArrayList<>();
        for (Path jdk : effort == Effort.SMOKE ? List.of(own()) : jdks()) {
            runs.add(new Run(repository, jdk, effort));
        }
        long begin = System.nanoTime();
        List<Section> sections = new ArrayList<>();
        boolean failed = false;
        for (Part part : parts) {
            Section section = measure(part, runs);
            failed |= section.problem().isPresent() && !(effort == Effort.SMOKE && missesATool(section));
            sections.add(section);
        }
        long minutes = TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begin) + 1;
        boolean whole = effort == Effort.FULL && parts.size() == Part.ALL.size();
        Path page = write(repository, whole, sections, effort, minutes, runs);
        System.out.println(page + ": written after " + minutes + " min");
        System.exit(failed ? FAILED : 0);
    }

    private static Section measure(Part part, List<Run> runs) {
        Results results = new Results();
        Optional<String> problem = Optional.empty();
        long begin = System.nanoTime();
        for (Run run : part.scope() == Part.Scope.ONCE ? List.of(own(runs)) : runs) {
            System.out.println(part.name() + (part.scope() == Part.Scope.ONCE ? "" : ", " + run.name()));
            try {
                part.measurement().measure(run, results);
            } catch (MissingTool e) {
                problem = Optional.of(MISSES + e.getMessage());
                System.out.println("  " + problem.get());
            } catch (Exception | LinkageError e) {
                problem = Optional.of("failed: " + run.name() + ": " + e);
                e.printStackTrace(System.out);
            }
        }
        return new Section(
                part.name(),
                part.title(),
                part.about(),
                results.rows(),
                results.curves(),
                problem,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }

    private static boolean missesATool(Section section) {
        return section.problem().orElseThrow().startsWith(MISSES);
    }

    private static Path write(
            Path repository, boolean whole, List<Section> sections, Effort effort, long minutes, List<Run> runs)
            throws Exception {
        Path page = repository.resolve(whole ? "BENCHMARKS.md" : "agent-it/target/benchmark/BENCHMARKS.md");
        String folder = whole ? "agent-it/benchmarks" : "charts";
        Path charts = Files.createDirectories(page.resolveSibling(folder));
        try (DirectoryStream<Path> old = Files.newDirectoryStream(charts, "*.svg")) {
            for (Path chart : old) {
                Files.delete(chart);
            }
        }
        for (Section section : sections) {
            if (section.rows().stream().map(Row::ratio).anyMatch(Optional::isPresent)) {
                Files.writeString(charts.resolve(section.name() + ".svg"), Chart.ratios(section));
            }
            for (Curves curves : section.curves()) {
                Files.writeString(charts.resolve(curves.name() + ".svg"), Chart.curves(curves));
            }
        }
        return Files.writeString(
                page, new Page(Machine.describe(runs), how(effort, minutes), sections, folder).markdown());
    }

    private static List<String> how(Effort effort, long minutes) {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(
                "`mvn -q -Pbenchmark verify -DskipTests` measures all of this and writes this page and its charts (this run: "
                        + minutes
                        + " min). It needs gcc, libseccomp-dev and wrk. `-Dbenchmark.only=NAME,…` measures parts,"
                        + " `-Dbenchmark.quick=true` all of it roughly; both write `agent-it/target/benchmark/BENCHMARKS.md`.");
        paragraphs.add(
                "Ours and the alternative run side by side in one run, in turns, and who goes first changes. Each figure is the"
                        + " median of its rounds; each ratio the median of the rounds' ratios, with their quartiles behind it. A bar is"
                        + " *held* or *not held* as the median says, and *open* where it lies between the quartiles. Absolute"
                        + " figures are this machine's; ratios travel better.");
        if (effort != Effort.FULL) {
            paragraphs.add("**Measured with effort `" + effort.name().toLowerCase(Locale.ROOT) + "`: the figures are "
                    + (effort == Effort.SMOKE ? "of no meaning.**" : "rough.**"));
        }
        return paragraphs;
    }

    private static Optional<String> option(String[] arguments, String name) {
        return List.of(arguments).stream()
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> argument.substring(name.length() + 1))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static List<Part> parts(String only) {
        if (only.isEmpty()) {
            return Part.ALL;
        }
        List<Part> parts = new ArrayList<>();
        for (String name : only.split(",", -1)) {
            parts.add(Part.ALL.stream()
                    .filter(part -> part.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("only=" + name + ": write one of "
                            + Part.ALL.stream().map(Part::name).toList())));
        }
        return parts;
    }

    private static Run own(List<Run> runs) {
        return runs.stream().filter(run -> run.jdk().equals(own())).findFirst().orElseThrow();
    }

    private static Path own() {
        try {
            return Path.of(System.getProperty("java.home")).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> jdks() throws Exception {
        TreeSet<Path> homes = new TreeSet<>(List.of(own()));
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(installed)) {
                for (Path home : all) {
                    if (Files.isExecutable(home.resolve("bin/java"))) {
                        homes.add(home.toRealPath());
                    }
                }
            }
        }
        return new ArrayList<>(homes);
    }
}
