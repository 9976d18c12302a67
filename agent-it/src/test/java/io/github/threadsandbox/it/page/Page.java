package io.github.threadsandbox.it.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the page.
 *
 * @param machine what was measured on, a line each
 * @param how how it was measured and how to do it again, a paragraph each
 * @param sections what was measured
 * @param charts the folder of the charts, seen from the page
 */
public record Page(List<String> machine, List<String> how, List<Section> sections, String charts) {
    /** Copies the lists. */
    public Page {
        machine = List.copyOf(machine);
        how = List.copyOf(how);
        sections = List.copyOf(sections);
    }

    /**
     * The page's text.
     *
     * @return Markdown
     */
    public String markdown() {
        List<String> lines = new ArrayList<>(List.of("# Benchmarks", ""));
        how.forEach(paragraph -> lines.addAll(List.of(paragraph, "")));
        machine.forEach(line -> lines.add("- " + line));
        lines.add("");
        lines.addAll(summary());
        sections.forEach(section -> lines.addAll(section(section)));
        return String.join("\n", lines) + "\n";
    }

    /** How many bars are held, and which are not. */
    private List<String> summary() {
        List<String> lines = new ArrayList<>();
        int held = 0;
        int bars = 0;
        List<String> others = new ArrayList<>();
        for (Section section : sections) {
            section.problem()
                    .ifPresent(problem -> others.add("- **" + section.title() + ": " + escaped(problem) + "**"));
            for (Row row : section.rows()) {
                Optional<String> verdict = verdict(row);
                bars += verdict.isPresent() ? 1 : 0;
                if (verdict.isPresent() && verdict.get().equals("held")) {
                    held++;
                } else if (verdict.isPresent()) {
                    Spread ratio = row.ratio().orElseThrow();
                    others.add("- " + verdict.get() + ": " + escaped(row.what())
                            + (row.jdk().isEmpty() ? "" : ", " + row.jdk()) + ": " + ratio(ratio) + ", bar "
                            + row.bar());
                }
            }
        }
        lines.add(held + " of " + bars + " bars are held." + (others.isEmpty() ? "" : " The others:"));
        lines.add("");
        lines.addAll(others);
        if (!others.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private List<String> section(Section section) {
        List<String> lines = new ArrayList<>(List.of("## " + section.title(), "", section.about(), ""));
        section.problem().ifPresent(problem -> lines.addAll(List.of("**" + escaped(problem) + "**", "")));
        if (!section.rows().isEmpty()) {
            lines.add("| what | JDK | ours | the alternative | ratio | bar | |");
            lines.add("|---|---|---|---|---|---|---|");
            section.rows().forEach(row -> lines.add(line(row)));
            lines.add("");
        }
        if (section.hasRatios()) {
            lines.addAll(List.of(picture(section.title() + ", ratios", section.name()), ""));
        }
        section.curves().forEach(curves -> lines.addAll(List.of(picture(curves.title(), curves.name()), "")));
        lines.addAll(
                List.of("`-Dbenchmark.only=" + section.name() + "`: " + section.seconds() + " s in this run.", ""));
        return lines;
    }

    private String picture(String title, String name) {
        return "![" + escaped(title) + "](" + charts + "/" + name + ".svg)";
    }

    private static String line(Row row) {
        return "| "
                + String.join(
                        " | ",
                        escaped(row.what()),
                        row.jdk().replace("JDK ", ""),
                        escaped(row.ours()),
                        escaped(row.other()),
                        row.ratio().map(Page::ratio).orElse(""),
                        row.bar().toString(),
                        verdict(row).orElse(""))
                + " |";
    }

    private static Optional<String> verdict(Row row) {
        return row.ratio().flatMap(ratio -> row.bar().verdict(ratio));
    }

    private static String ratio(Spread ratio) {
        String median = Numbers.ratio(ratio.median());
        return ratio.rounds() == 1
                ? median
                : median + " (" + Numbers.ratio(ratio.low()) + "–" + Numbers.ratio(ratio.high()) + ")";
    }

    /** A cell's text must not end the cell. */
    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
