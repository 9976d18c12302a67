package io.github.threadsandbox.command;

import io.github.threadsandbox.landlock.Abi;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.KernelProbe;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.OwnProc;
import io.github.threadsandbox.seccomp.SeccompException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what this kernel and this JDK offer, what will not work, and what to do about it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Asks this kernel and this JDK what they offer, tries a filter, and says what will not work and what"
                        + " to do. Exit code 1 if the agent cannot confine here.")
final class DoctorCommand implements Callable<Integer> {
    private static final int OLDEST = 17;
    private static final int NEWEST_TESTED = 25;

    @Mixin
    private Output output;

    @Option(names = "--jvm-flags", description = "Says which options to give a JVM that confines threads, and why.")
    private boolean jvmFlags;

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    @Override
    public Integer call() {
        if (jvmFlags) {
            printFlags();
            return 0;
        }
        jdk();
        modules();
        Optional<Arch> arch = Arch.of(System.getProperty("os.arch"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        if (arch.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
            problems.add("the agent confines on Linux, on x86_64, aarch64 and riscv64");
        } else {
            kernel(arch.get());
        }
        container();
        print();
        return problems.isEmpty() ? 0 : 1;
    }

    private void printFlags() {
        if (output.isJson()) {
            List<Map<String, Object>> flags = new ArrayList<>();
            JvmFlags.all().forEach(one -> flags.add(new LinkedHashMap<>(Map.of("flag", one.flag(), "why", one.why()))));
            output.json(new LinkedHashMap<>(Map.of("flags", flags)));
            return;
        }
        for (JvmFlags.Flag one : JvmFlags.all()) {
            output.line(one.flag());
            output.line("    " + one.why());
        }
    }

    private void jdk() {
        int feature = Runtime.version().feature();
        facts.put("JDK", Runtime.version() + ", " + System.getProperty("java.vendor"));
        if (feature < OLDEST) {
            problems.add("JDK " + feature + " is too old: use 17 to 25");
        } else if (feature > NEWEST_TESTED) {
            notices.add(
                    "JDK " + feature + " is newer than what the agent was tested with (17 and 25): it refuses to start"
                            + " if the JDK's thread classes are not as it knows them");
        }
        facts.put(
                "virtual threads",
                feature >= 21 ? "yes; those of a role run on carriers of its own" : "none on this JDK");
    }

    /** A runtime that jlink made has only some of them. */
    private void modules() {
        if (lacks("java.instrument")) {
            problems.add("this Java runtime lacks the module java.instrument, without which no JVM takes a -javaagent:"
                    + " jlink --add-modules java.instrument");
        }
        if (lacks("jdk.attach")) {
            notices.add("this Java runtime lacks the module jdk.attach: run status, top, reload and attach with a JDK");
        }
        if (lacks("java.management")) {
            notices.add("this Java runtime lacks the module java.management: a JVM of it has no MBean of the agent's");
        }
        if (lacks("jdk.jfr")) {
            notices.add("this Java runtime lacks the module jdk.jfr: a JVM of it records no threadsandbox.Denied");
        }
    }

    private static boolean lacks(String module) {
        return ModuleLayer.boot().findModule(module).isEmpty();
    }

    private void kernel(Arch arch) {
        LibC libC;
        try {
            libC = NativeLibrary.open(arch, Optional.empty());
        } catch (SeccompException e) {
            problems.add(e.getMessage());
            return;
        }
        KernelProbe probe = KernelProbe.of(libC, arch);
        facts.put("seccomp flags", known(probe.flags()));
        facts.put("seccomp actions", known(probe.actions()));
        facts.put(
                "TSYNC_ITER",
                "exists in no kernel"
                        + (probe.unknownFlags() == 0
                                ? ", and this one knows no flag beyond the six"
                                : "; this one knows bits " + Integer.toHexString(probe.unknownFlags())
                                        + " beyond the six")
                        + ". What it is said to offer works without: a base filter by TSYNC first, then a stricter filter"
                        + " per thread");
        facts.put(
                "user notification",
                probe.actions().get("USER_NOTIF") && probe.flags().get("NEW_LISTENER") ? "yes" : "no");
        observer(probe);
        Abi abi = new Landlock(libC, arch).abi();
        facts.put("Landlock", abi.isThere() ? "ABI " + abi.version() : "none");
        facts.put("Landlock's rules", abi.describe());
        if (!abi.isThere()) {
            notices.add("this kernel has no Landlock (Linux 5.13, with landlock among its lsm=): a role that says files"
                    + " or tcp is refused unless landlock = best-effort, and no role reads the class path unless it has"
                    + " @file-read");
        }
        facts.put("no_new_privs", probe.noNewPrivs() ? "set already" : "not set; the agent sets it on every thread");
        facts.put(
                "filters on this process already",
                probe.filters().isPresent() ? probe.filters().getAsInt() : "cannot be read");
        if (!probe.canConfine()) {
            problems.add("this kernel, or the container's seccomp profile, lacks what confining needs"
                    + " (TSYNC, TSYNC_ESRCH, ERRNO, KILL_PROCESS): Linux 5.7 or later with CONFIG_SECCOMP_FILTER");
            return;
        }
        new Trial(libC, arch)
                .problem()
                .ifPresentOrElse(
                        problems::add,
                        () -> facts.put(
                                "trial",
                                abi.isThere()
                                        ? "a thread was confined, was denied what its filter and its Landlock domain deny,"
                                                + " and no other thread was"
                                        : "a thread was confined, was denied what its filter denies, and no other thread was"));
    }

    /** What explains denials. */
    private void observer(KernelProbe probe) {
        boolean asks = probe.actions().get("USER_NOTIF") && probe.flags().get("NEW_LISTENER");
        String yama = read("/proc/sys/kernel/yama/ptrace_scope");
        facts.put("observer", asks ? "works" : "does not work: denials are plain errnos");
        if (!asks) {
            notices.add("this kernel, or the container's seccomp profile, has no user notification (Linux 5.0): with"
                    + " observe = on denials are not explained, and mode = audit tells nothing");
        } else if (!probe.flags().get("WAIT_KILLABLE_RECV")) {
            notices.add("this kernel lacks WAIT_KILLABLE_RECV (Linux 5.19): a denied call that a signal interrupts is"
                    + " told more than once");
        }
        if (!OwnProc.isThere()) {
            notices.add(
                    "/proc is not this PID namespace's, or is not there: denials are told without paths and addresses, and"
                            + " threads are not looked at (coverage, status): mount one (unshare --mount-proc)");
        }
        if (!probe.dumpable()) {
            notices.add(
                    "this process is not dumpable, as where its java has file capabilities (getcap) or changes the user:"
                            + " denials are told without paths and addresses, unless the JVM has CAP_SYS_PTRACE: give the service its capabilities otherwise"
                            + " (systemd's AmbientCapabilities)");
        }
        if (yama.equals("2") || yama.equals("3")) {
            notices.add("kernel.yama.ptrace_scope is " + yama + ": denials are told without paths and addresses, unless"
                    + " it is 1 or 0" + (yama.equals("2") ? ", or the JVM has CAP_SYS_PTRACE" : ""));
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String known(Map<String, Boolean> features) {
        StringBuilder text = new StringBuilder();
        features.forEach((name, there) ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append(there ? "" : " (missing)"));
        return text.toString();
    }

    private void container() {
        limit("memory limit", "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes");
        Optional<String> pids = limit("thread limit", "/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max");
        pids.filter(text -> Long.parseLong(text) < 200)
                .ifPresent(text -> notices.add("at most " + text + " threads and processes in this container: the agent"
                        + " adds one for each role and four"));
    }

    private Optional<String> limit(String name, String... files) {
        // One file for each version of cgroups; a machine has one, or none.
        for (String file : files) {
            if (Files.isReadable(Path.of(file))) {
                try {
                    String text = Files.readString(Path.of(file)).strip();
                    // "max", or in the first version of cgroups the largest number of whole pages.
                    boolean none = !text.matches("[0-9]{1,18}");
                    facts.put(name, none ? "none" : text);
                    return none ? Optional.empty() : Optional.of(text);
                } catch (IOException e) {
                    notices.add(file + " cannot be read: " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private void print() {
        if (output.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", problems.isEmpty());
            answer.put("facts", facts);
            answer.put("problems", problems);
            answer.put("notices", notices);
            output.json(answer);
            return;
        }
        facts.forEach((name, value) -> {
            if (value instanceof List<?> lines) {
                lines.forEach(line -> output.line(String.format("%-32s %s", "", line)));
            } else {
                output.line(String.format("%-32s %s", name, value));
            }
        });
        output.line("");
        problems.forEach(problem -> output.line("does not work: " + problem));
        notices.forEach(notice -> output.line("notice: " + notice));
        output.line(
                problems.isEmpty() ? "The agent can confine threads here." : "The agent cannot confine threads here.");
    }
}
