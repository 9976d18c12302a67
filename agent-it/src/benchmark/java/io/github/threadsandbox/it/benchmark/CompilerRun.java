package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.bpf.Program;
import io.github.threadsandbox.bpf.ProgramTooLargeException;
import io.github.threadsandbox.it.page.Bar;
import io.github.threadsandbox.it.page.Numbers;
import io.github.threadsandbox.it.page.Spread;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The compiler against libseccomp's on the same policies: what can be counted, and what the kernel takes for it. */
final class CompilerRun {
    private static final int[] SIZES = {1, 2, 3, 5, 8, 13, 20, 40, 80, 160, 280, 400};

    private final Results results;
    private final Effort effort;
    private final Arch arch;
    private final LibSeccomp libSeccomp;
    private final Map<Call, Integer> mix;
    private final Path folder;
    private int fitOurs;
    private int fitTheirs;

    /** A policy, compiled by us and by libseccomp's better and worse way, each as a file. */
    private record Case(Policy policy, Program program, Compiled ours, List<Program> programs, List<Compiled> theirs) {
        /** Ours to the better of theirs. */
        double ratio(ToDoubleFunction<Compiled> column) {
            return ours(column) / other(column);
        }

        double ours(ToDoubleFunction<Compiled> column) {
            return column.applyAsDouble(ours);
        }

        double other(ToDoubleFunction<Compiled> column) {
            return theirs.stream().mapToDouble(column).min().orElseThrow();
        }
    }

    private CompilerRun(Run run, Results results, Path folder) throws Exception {
        this.results = results;
        this.effort = run.effort();
        this.arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        this.libSeccomp = new LibSeccomp(run.repository(), folder, arch);
        this.mix = Mix.read(run.repository(), arch);
        this.folder = folder;
    }

    static void measure(Run run, Results results) throws Exception {
        CompilerRun compiler = new CompilerRun(run, results, Scratch.folder("compiler"));
        compiler.whole(Policies.whole(run.repository(), compiler.arch));
        compiler.family("shipped roles", Policies.shipped(run.repository(), compiler.arch));
        List<Policy> random = new ArrayList<>();
        for (long seed = 1; seed <= run.effort().of(3, 50, 50); seed++) {
            random.add(Policies.random(seed, compiler.arch));
        }
        compiler.family("random policies", random);
        List<Policy> sized = new ArrayList<>();
        for (int size : SIZES) {
            for (int conditions = 0; conditions <= (run.effort() == Effort.SMOKE ? 0 : 5); conditions++) {
                sized.add(Policies.sized(size, conditions, compiler.arch));
            }
        }
        compiler.family("1 to 400 calls with 0 to 5 conditions", sized);
    }

    /** The shipped roles as they are, with what libseccomp's rules cannot say. */
    private void whole(List<Policy> policies) {
        int instructions = 0;
        int wrong = 0;
        for (Policy policy : policies) {
            Compiled compiled =
                    Compiled.of(PolicyCompiler.compile(policy, arch), policy, EdgeCalls.of(policy, arch), mix);
            instructions += compiled.instructions();
            wrong += compiled.wrong();
        }
        if (wrong > 0) {
            throw new IllegalStateException("shipped roles: " + wrong + " calls are decided wrongly");
        }
        results.figure(
                "",
                "shipped roles as they are (" + policies.size()
                        + "): instructions; calls decided otherwise than the policy says",
                instructions / policies.size() + "; " + wrong,
                "libseccomp's rules cannot say them");
    }

    private void family(String name, List<Policy> policies) throws Exception {
        List<Case> cases = new ArrayList<>();
        fitOurs = 0;
        fitTheirs = 0;
        for (Policy policy : policies) {
            compile(policy).ifPresent(cases::add);
        }
        String of = name + " (" + cases.size() + "): ";
        column(cases, of + "instructions", Compiled::instructions);
        column(cases, of + "executed, mean over all calls", Compiled::mean);
        column(cases, of + "executed, worst call", Compiled::worst);
        column(cases, of + "executed by the kernel, mean over a service's calls", Compiled::mix);
        results.count(
                of + "calls that the kernel allows without the program",
                cases.stream().mapToInt(one -> one.ours().cached()).sum(),
                cases.stream()
                        .mapToInt(one -> one.theirs().stream()
                                .mapToInt(Compiled::cached)
                                .max()
                                .orElseThrow())
                        .sum(),
                "",
                Bar.atLeast(1));
        results.figure(
                "",
                of
                        + "calls decided otherwise than the policy says, over every call and edge argument; programs made that fit the kernel",
                cases.stream().mapToInt(one -> one.ours().wrong()).sum() + "; " + fitOurs + " of " + policies.size(),
                cases.stream().mapToInt(one -> one.theirs().get(0).wrong()).sum() + "; " + fitTheirs + " of "
                        + policies.size());
        kernel(cases, of);
    }

    private Optional<Case> compile(Policy policy) throws Exception {
        Map<Integer, List<Call>> calls = EdgeCalls.of(policy, arch);
        Program ours = null;
        try {
            ours = PolicyCompiler.compile(policy, arch);
            fitOurs++;
        } catch (ProgramTooLargeException e) {
            // Counted: it is not among those that fit.
        }
        Optional<Program> tree = libSeccomp.compile(policy, 2);
        Optional<Program> list = libSeccomp.compile(policy, 1);
        fitTheirs += tree.isPresent() || list.isPresent() ? 1 : 0;
        if (ours == null || tree.isEmpty() || list.isEmpty()) {
            return Optional.empty();
        }
        Compiled counted = Compiled.of(ours, policy, calls, mix);
        if (counted.wrong() > 0) {
            throw new IllegalStateException(policy.name() + ": " + counted.wrong() + " calls are decided wrongly");
        }
        List<Program> programs = List.of(tree.get(), list.get());
        List<Compiled> theirs = new ArrayList<>();
        for (Program program : programs) {
            theirs.add(Compiled.of(program, policy, calls, mix));
        }
        return Optional.of(new Case(policy, ours, counted, programs, theirs));
    }

    private void column(List<Case> cases, String what, ToDoubleFunction<Compiled> column) {
        List<Case> counted = cases.stream().filter(one -> one.other(column) > 0).toList();
        if (counted.isEmpty()) {
            return;
        }
        results.ratio(
                "",
                what,
                Spread.of(counted.stream().map(one -> one.ratio(column)).toList()),
                Numbers.plain(mean(counted, one -> one.ours(column))),
                "tree "
                        + Numbers.plain(mean(
                                counted,
                                one -> column.applyAsDouble(one.theirs().get(0)))) + ", list "
                        + Numbers.plain(mean(
                                counted,
                                one -> column.applyAsDouble(one.theirs().get(1)))),
                Bar.atMost(1));
        Case worst = counted.stream()
                .max(Comparator.comparingDouble(one -> one.ratio(column)))
                .orElseThrow();
        results.ratio(
                "",
                what + ", the worst: " + worst.policy().name(),
                Spread.of(List.of(worst.ratio(column))),
                Numbers.plain(worst.ours(column)),
                "tree " + Numbers.plain(column.applyAsDouble(worst.theirs().get(0))) + ", list "
                        + Numbers.plain(column.applyAsDouble(worst.theirs().get(1))),
                Bar.atMost(1));
    }

    private static double mean(List<Case> cases, ToDoubleFunction<Case> figure) {
        return cases.stream().mapToDouble(figure).sum() / cases.size();
    }

    /** A case and what the kernel took for it. */
    private record Timed(Case of, FilterTimes times) {}

    /** Nanoseconds, of some policies spread over the family. */
    private void kernel(List<Case> cases, String of) throws Exception {
        List<Timed> times = new ArrayList<>();
        int timed = Math.min(effort.of(1, 6, 12), cases.size());
        for (int i = 0; i < timed; i++) {
            Case one = cases.get(i * cases.size() / timed);
            List<Call> calls = new ArrayList<>();
            EdgeCalls.of(one.policy(), arch).values().forEach(calls::addAll);
            times.add(new Timed(
                    one,
                    FilterTimes.measure(libSeccomp.binary(), folder, calls, one.program(), one.programs(), effort)));
        }
        results.ratio(
                "",
                of + "ns of the filter in a call, " + timed + " of them",
                Spread.of(times.stream().map(one -> one.times().filterRatio()).toList()),
                mean(times, one -> one.ours() - one.without(), 1, " ns"),
                mean(times, one -> one.theirs() - one.without(), 1, " ns"),
                Bar.atMost(1));
        Timed worst = times.stream()
                .max(Comparator.comparingDouble((Timed one) -> one.times().filterRatio()))
                .orElseThrow();
        results.ratio(
                "",
                of + "ns of the filter in a call, the worst: "
                        + worst.of().policy().name(),
                Spread.of(List.of(worst.times().filterRatio())),
                Numbers.plain(worst.times().ours() - worst.times().without()) + " ns",
                Numbers.plain(worst.times().theirs() - worst.times().without()) + " ns",
                Bar.atMost(1));
        results.ratio(
                "",
                of + "the whole call",
                Spread.of(times.stream()
                        .map(one -> one.times().ours() / one.times().theirs())
                        .toList()),
                mean(times, FilterTimes::ours, 1, " ns"),
                mean(times, FilterTimes::theirs, 1, " ns"),
                Bar.atMost(1));
        results.ratio(
                "",
                of + "installing the filter",
                Spread.of(times.stream()
                        .map(one -> one.times().install() / one.times().theirInstall())
                        .toList()),
                mean(times, FilterTimes::install, 1000, " us"),
                mean(times, FilterTimes::theirInstall, 1000, " us"),
                Bar.atMost(1));
    }

    private static String mean(List<Timed> times, ToDoubleFunction<FilterTimes> figure, double unit, String name) {
        return Numbers.plain(
                        times.stream().map(Timed::times).mapToDouble(figure).sum() / times.size() / unit)
                + name;
    }
}
