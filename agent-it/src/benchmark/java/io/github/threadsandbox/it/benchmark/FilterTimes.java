package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the kernel takes for filters, nanoseconds.
 *
 * @param without of a call, without any of them
 * @param ours of a call under ours
 * @param theirs of a call under the better of theirs
 * @param install of installing ours
 * @param theirInstall of installing the better of theirs
 */
record FilterTimes(double without, double ours, double theirs, double install, double theirInstall) {
    static FilterTimes measure(
            Path binary, Path folder, List<Call> calls, Program ours, List<Program> theirs, Effort effort)
            throws Exception {
        Path file = Files.writeString(
                folder.resolve("calls"), calls.stream().map(Call::line).collect(Collectors.joining("\n", "", "\n")));
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "time",
                file.toString(),
                Integer.toString(effort.of(3, 40, 60)),
                "-",
                Files.write(folder.resolve("ours"), ours.bytes()).toString()));
        for (int i = 0; i < theirs.size(); i++) {
            command.add(Files.write(folder.resolve("theirs-" + i), theirs.get(i).bytes())
                    .toString());
        }
        List<String[]> rounds = new ArrayList<>();
        for (int round = 0; round < effort.of(1, 5, 7); round++) {
            rounds.add(Run.output(command).split("\\s+", -1));
        }
        // For each program, the call and the install: without any, ours, the tree, the list.
        double[] medians = new double[rounds.get(0).length];
        for (int i = 0; i < medians.length; i++) {
            int at = i;
            medians[i] = Run.median(
                    rounds.stream().map(words -> Double.parseDouble(words[at])).toList());
        }
        return new FilterTimes(
                medians[0], medians[2], Math.min(medians[4], medians[6]), medians[3], Math.min(medians[5], medians[7]));
    }

    /** Of the filter alone. */
    double filterRatio() {
        return (ours - without) / (theirs - without);
    }
}
