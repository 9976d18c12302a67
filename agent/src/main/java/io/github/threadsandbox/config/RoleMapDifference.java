package io.github.threadsandbox.config;

import io.github.threadsandbox.landlock.FileUse;
import io.github.threadsandbox.landlock.PortUse;
import io.github.threadsandbox.landlock.RoleBounds;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.linux.Signature;
import io.github.threadsandbox.linux.Width;
import io.github.threadsandbox.policy.Clause;
import io.github.threadsandbox.policy.Comparison;
import io.github.threadsandbox.policy.Condition;
import io.github.threadsandbox.policy.Difference;
import io.github.threadsandbox.policy.Explanation;
import io.github.threadsandbox.policy.Exposure;
import io.github.threadsandbox.policy.Grant;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.Reach;
import io.github.threadsandbox.policy.RulePrinter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What two role maps do differently, in words: of the whole, of the base filter, of each role, and of which thread takes which. */
public final class RoleMapDifference {
    private final Settings before;
    private final Settings after;
    private final Arch arch;
    private final RulePrinter printer;
    private final List<Part> parts = new ArrayList<>();

    /**
     * Compares.
     *
     * @param before the one role map
     * @param after the other
     * @param arch whose calls
     */
    public RoleMapDifference(Settings before, Settings after, Arch arch) {
        this.before = before;
        this.after = after;
        this.arch = arch;
        this.printer = new RulePrinter(arch);
        addSettings();
        addBase();
        Set<String> roles = new TreeSet<>(before.roles().keySet());
        roles.addAll(after.roles().keySet());
        roles.forEach(this::addRole);
        addThreads();
    }

    /**
     * Of one role, or of what is nobody's.
     *
     * @param heading what it is about
     * @param looser what was denied before
     * @param stricter what was allowed before
     * @param other what is neither
     */
    public record Part(String heading, List<String> looser, List<String> stricter, List<String> other) {
        private Part(String heading) {
            this(heading, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        private boolean isEmpty() {
            return looser.isEmpty() && stricter.isEmpty() && other.isEmpty();
        }
    }

    /**
     * What differs.
     *
     * @return only what does
     */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /**
     * Whether anything was denied before that is not now.
     *
     * @return whether a part says so
     */
    public boolean isLooser() {
        return parts.stream().anyMatch(part -> !part.looser().isEmpty());
    }

    private void add(Part part) {
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }

    private void addSettings() {
        Part part = new Part("the whole JVM");
        setting(part, "mode", before.mode(), after.mode());
        setting(part, "on-error", before.onError(), after.onError());
        setting(part, "landlock", before.landlock(), after.landlock());
        if (before.coverage().abort() != after.coverage().abort()) {
            (before.coverage().abort() ? part.looser() : part.stricter())
                    .add(
                            after.coverage().abort()
                                    ? "coverage.on-mismatch: report -> abort"
                                    : "coverage.on-mismatch: abort -> report");
        }
        add(part);
    }

    /** The constants stand in the order from strict to loose. */
    private static <E extends Enum<E>> void setting(Part part, String key, E old, E now) {
        if (!old.equals(now)) {
            (now.compareTo(old) > 0 ? part.looser() : part.stricter()).add(key + ": " + word(old) + " -> " + word(now));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void addBase() {
        Part part = new Part("every thread (base)");
        Difference.between(after.base(), before.base(), arch)
                .forEach(difference -> part.looser().add(words(difference, after.base())));
        Difference.between(before.base(), after.base(), arch)
                .forEach(difference -> part.stricter().add(words(difference, before.base())));
        add(part);
    }

    private void addRole(String role) {
        if (!before.roles().containsKey(role)) {
            Part part = new Part("role " + role + ", which is new: exposure " + exposure(after, role));
            add(new Part(
                    part.heading(),
                    part.looser(),
                    part.stricter(),
                    List.of("'explain --role " + role + "' says what it may do")));
            return;
        }
        if (!after.roles().containsKey(role)) {
            add(new Part("role " + role, List.of(), List.of(), List.of("is gone")));
            return;
        }
        String old = exposure(before, role);
        String now = exposure(after, role);
        Part part = new Part("role " + role + ": exposure " + (old.equals(now) ? now : old + " -> " + now));
        addCalls(part.looser(), role, after, before);
        addCalls(part.stricter(), role, before, after);
        addBounds(part, role);
        if (before.sharing().contains(role) != after.sharing().contains(role)) {
            part.other().add("context: " + (after.sharing().contains(role) ? "inherit -> share" : "share -> inherit"));
        }
        add(part);
    }

    private String exposure(Settings settings, String role) {
        return String.format(
                Locale.ROOT, "%.1f", Exposure.of(settings.roles().get(role).and(settings.base()), arch));
    }

    private void addCalls(List<String> lines, String role, Settings allows, Settings denies) {
        Policy policy = allows.roles().get(role);
        Explanation explanation = new PolicyBuilder(arch, allows.groups())
                .explain(allows.roleRules().get(role));
        for (Difference difference : Difference.between(policy, denies.roles().get(role), arch)) {
            lines.add(words(difference, policy)
                    + explanation.allowed().getOrDefault(difference.syscall(), List.of()).stream()
                            .map(Grant::origin)
                            .distinct()
                            .collect(Collectors.joining("; ", "   (", ")")));
        }
    }

    private String words(Difference difference, Policy policy) {
        String syscall = difference.syscall();
        return switch (difference.kind()) {
            case ALL -> syscall;
            case UNDER_CONDITIONS -> syscall + ", under conditions";
            case WITHOUT_CONDITIONS -> syscall + ", whatever its arguments that nothing denies";
            case SOME ->
                syscall + " in more cases, such as "
                        + example(syscall, policy, difference.example().orElseThrow());
        };
    }

    private String example(String syscall, Policy policy, long[] arguments) {
        Set<Integer> asked = new TreeSet<>();
        for (Clause clause : policy.decision(syscall).clauses()) {
            clause.conditions().forEach(condition -> asked.add(condition.argument()));
        }
        return asked.stream()
                .map(argument -> printer.print(syscall, equal(syscall, argument, arguments[argument])))
                .collect(Collectors.joining(", ", syscall + "(", ")"));
    }

    private Condition equal(String syscall, int argument, long value) {
        Width width = Signature.of(syscall, arch)
                .filter(signature -> argument < signature.parameters().size())
                .map(signature -> signature.parameters().get(argument).width())
                .orElse(Width.BITS_64);
        return new Condition(argument, width == Width.BITS_64, width.mask(), Comparison.EQUAL, value & width.mask());
    }

    private void addBounds(Part part, String role) {
        RoleBounds old = before.bounds().get(role);
        RoleBounds now = after.bounds().get(role);
        Policy did = before.roles().get(role).and(before.base());
        Policy does = after.roles().get(role).and(after.base());
        for (FileUse use : FileUse.values()) {
            Part of = new Part("");
            String key = "files." + use.key();
            compare(of, key + " ", old.holdsFiles(), now.holdsFiles(), paths(old, use), paths(now, use));
            addReach(part, of, key, did, does);
        }
        for (PortUse use : PortUse.values()) {
            Part of = new Part("");
            String key = "tcp." + use.key();
            compare(
                    of,
                    key + " ",
                    old.ports().containsKey(use),
                    now.ports().containsKey(use),
                    ports(old, use),
                    ports(now, use));
            addReach(part, of, key, did, does);
        }
    }

    /** Without what the calls of a role surely do not do: its paths and ports change nothing for it. */
    private void addReach(Part part, Part of, String use, Policy did, Policy does) {
        if (!of.looser().isEmpty() && !Reach.isDenied(does, use, arch)) {
            part.looser().addAll(of.looser());
        }
        if (!of.stricter().isEmpty() && !Reach.isDenied(did, use, arch)) {
            part.stricter().addAll(of.stricter());
        }
    }

    private static Set<String> paths(RoleBounds bounds, FileUse use) {
        Set<String> paths = new LinkedHashSet<>(bounds.files().getOrDefault(use, List.of()));
        if (use == FileUse.READ) {
            bounds.sets().forEach(set -> paths.add("${" + set + "}"));
        }
        return paths;
    }

    private static Set<String> ports(RoleBounds bounds, PortUse use) {
        return bounds.ports().entrySet().stream()
                .filter(entry -> entry.getKey() == use)
                .map(Map.Entry::getValue)
                .flatMap(Set::stream)
                .map(String::valueOf)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void compare(
            Part part, String key, boolean wasHeld, boolean isHeld, Set<String> old, Set<String> now) {
        if (wasHeld && isHeld) {
            now.stream().filter(one -> !old.contains(one)).forEach(one -> part.looser()
                    .add(key + one));
            old.stream().filter(one -> !now.contains(one)).forEach(one -> part.stricter()
                    .add(key + one));
        } else if (wasHeld) {
            part.looser().add(key + "anything that its calls can name; before, " + list(old));
        } else if (isHeld) {
            part.stricter().add(key + "anything that its calls can name; now, " + list(now));
        }
    }

    private static String list(Set<String> held) {
        return held.isEmpty() ? "nothing" : String.join(", ", held);
    }

    private void addThreads() {
        Part part = new Part("threads");
        List<String> old = before.threads();
        List<String> now = after.threads();
        old.stream().filter(rule -> !now.contains(rule)).forEach(rule -> part.looser()
                .add("be without what is gone: " + rule));
        now.stream().filter(rule -> !old.contains(rule)).forEach(rule -> part.other()
                .add("new: " + rule));
        if (part.isEmpty() && !old.equals(now)) {
            part.looser().add("meet the same entries in another order; the first that matches decides");
        }
        add(part);
    }
}
