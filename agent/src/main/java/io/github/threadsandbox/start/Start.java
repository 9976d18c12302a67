package io.github.threadsandbox.start;

import io.github.threadsandbox.bpf.ProgramTooLargeException;
import io.github.threadsandbox.config.ConfigProblems;
import io.github.threadsandbox.config.Problem;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.config.SettingsReader;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.paths.NamedPaths;
import io.github.threadsandbox.policy.Floor;
import io.github.threadsandbox.policy.Policy;
import io.github.threadsandbox.seccomp.SeccompException;
import io.github.threadsandbox.weave.WeaveException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;

/** Arms the agent before {@code main}, or in a JVM that somebody attached to: the whole of it, in order. */
final class Start {
    /** With these open, any code can call or read what the agent trusts. */
    private static final List<String> TRUSTED = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.util.concurrent",
            "java.base/java.util.zip",
            "java.management/java.lang.management");

    private final Instrumentation instrumentation;
    private final Settings settings;
    private final Arch arch;
    private final Logger log;
    private final FutureTask<NativeLayer> nativeLayer;
    private final boolean running;
    private final String jar;
    private final FutureTask<Map<String, List<String>>> sets;

    private Start(
            Instrumentation instrumentation,
            Settings settings,
            Arch arch,
            Logger log,
            FutureTask<NativeLayer> nativeLayer,
            FutureTask<Map<String, List<String>>> sets,
            String jar,
            boolean running) {
        this.jar = jar;
        this.running = running;
        this.nativeLayer = nativeLayer;
        this.sets = sets;
        this.instrumentation = instrumentation;
        this.settings = settings;
        this.arch = arch;
        this.log = log;
    }

    /**
     * Arms the agent.
     *
     * @param arguments the role map's file, or null
     * @param instrumentation the JVM's
     * @param trusted the JDK's own lookup
     * @param jar the agent's
     * @param running whether the application runs already: then nothing is done before the role map is known to be right
     * @throws StartException if the JVM must not start, or the agent was not attached; the message is for its operator
     */
    static void start(
            String arguments,
            Instrumentation instrumentation,
            MethodHandles.Lookup trusted,
            String jar,
            boolean running)
            throws StartException {
        long begin = System.nanoTime();
        Arch arch = Arch.of(System.getProperty("os.arch"))
                .orElseThrow(() -> new StartException("this machine is " + System.getProperty("os.arch")
                        + ", and the agent has syscall tables for x86_64, aarch64 and riscv64 only"));
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new StartException("seccomp is Linux's, and this is " + System.getProperty("os.name"));
        }
        // Reached meanwhile on a thread of its own; with mode = off nothing comes of it.
        FutureTask<NativeLayer> nativeLayer = new FutureTask<>(() -> NativeLayer.reach(trusted, arch));
        FutureTask<Map<String, List<String>>> sets = new FutureTask<>(() -> NamedPaths.find(VmArguments.of(trusted)));
        FutureTask<Logger> log = new FutureTask<>(() -> running ? Log.openInApplication() : Log.open());
        if (!running) {
            meanwhile("thread-sandbox-start", nativeLayer, log);
        }
        Optional<Path> file = file(arguments);
        if (!running) {
            FutureTask<Void> floor = new FutureTask<>(() -> Floor.prepare(arch), null);
            if (file.isPresent()) {
                // The manifests of the class path, which may be long; no role, no need.
                meanwhile("thread-sandbox-paths", floor, sets);
            } else {
                meanwhile("thread-sandbox-paths", floor);
            }
        }
        Settings settings;
        try {
            settings = SettingsReader.read(file, arch);
        } catch (ConfigProblems e) {
            throw new StartException(
                    e.problems().stream().map(Problem::toString).toList());
        }
        if (running) {
            log.run();
        }
        new Start(instrumentation, settings, arch, opened(log), nativeLayer, sets, jar, running).arm(begin);
    }

    private static Logger opened(FutureTask<Logger> log) {
        try {
            return log.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("bug: the log", e);
        }
    }

    /** Futures, one after the other: what one throws is told to who asks for it, and keeps none from being run. */
    private static void meanwhile(String name, FutureTask<?>... tasks) {
        Runnable all = () -> List.of(tasks).forEach(FutureTask::run);
        Thread thread = new Thread(null, all, name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private static Optional<Path> file(String arguments) throws StartException {
        String name = arguments != null && !arguments.isBlank()
                ? arguments
                : System.getProperty("thread-sandbox.config", System.getenv("THREAD_SANDBOX_CONFIG"));
        try {
            return Optional.ofNullable(name).filter(text -> !text.isBlank()).map(Path::of);
        } catch (InvalidPathException e) {
            throw new StartException("'" + name + "' names no file: " + e.getMessage());
        }
    }

    private void arm(long begin) throws StartException {
        settings.notices().forEach(log::warn);
        if (settings.mode() == Settings.Mode.OFF) {
            log.info("off: mode = off in {}", settings.file().orElseThrow());
            return;
        }
        warnOfOpens();
        if (running) {
            meanwhile("thread-sandbox-start", nativeLayer);
            meanwhile("thread-sandbox-paths", sets);
        }
        Progress progress = new Progress();
        try {
            armThreads(begin, progress);
        } catch (StartException e) {
            failed(e, progress);
        } catch (RuntimeException | Error e) {
            if (running && progress.begun()) {
                end(progress, "a bug in the agent, please report it: " + e + ": " + e.getCause());
            }
            throw e;
        }
    }

    /** By the operator's choice, the JVM goes on, or not at all: never as if it were confined. */
    private void failed(StartException why, Progress progress) throws StartException {
        String message = why.getMessage().strip();
        if (settings.onError() == Settings.OnError.WARN) {
            log.warn("{} (on-error = warn): {}", progress, message);
        } else if (running && progress.begun()) {
            end(progress, message);
        } else {
            throw why;
        }
    }

    /** What was begun cannot be taken back, and half of a sandbox is none. */
    private void end(Progress progress, String why) {
        log.error(
                "the JVM ends, because the agent could not be attached whole ({}; on-error = abort): {}",
                progress,
                why);
        Runtime.getRuntime().halt(1);
    }

    private void armThreads(long begin, Progress progress) throws StartException {
        try {
            NativeLayer reached = reached();
            // Only now, with the gate's classes there, can classes be linked that extend them.
            new Arming(settings, arch, reached, sets, instrumentation, jar, log, running, progress).arm();
        } catch (SeccompException | WeaveException | ProgramTooLargeException e) {
            throw new StartException(e.getMessage());
        } catch (StartException e) {
            throw e;
        } catch (IllegalStateException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (Throwable t) {
            throw new IllegalStateException("bug: the agent could not arm", t);
        }
        sayArmed(begin);
    }

    private NativeLayer reached() throws Throwable {
        try {
            return nativeLayer.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private void sayArmed(long begin) {
        long rules = settings.roles().values().stream().mapToLong(Start::rules).sum();
        int threads = Optional.ofNullable(Path.of("/proc/self/task").toFile().list())
                .map(list -> list.length)
                .orElse(0);
        TreeSet<String> names = new TreeSet<>(settings.roles().keySet());
        log.info(
                "armed: {} {}{}, {} rules, base denies {} calls to all {} threads, {} ms",
                names.size(),
                names.size() == 1 ? "role" : "roles",
                names.isEmpty() ? "" : " (" + String.join(", ", names) + ")",
                rules,
                settings.base().decisions().size(),
                threads,
                (System.nanoTime() - begin) / 1_000_000);
        if (settings.file().isEmpty()) {
            log.info(
                    "no role map: every thread has the base filter alone; to confine threads, name a file with"
                            + " -javaagent:thread-sandbox-agent.jar=FILE, -Dthread-sandbox.config=FILE or THREAD_SANDBOX_CONFIG");
        }
    }

    private static long rules(Policy policy) {
        return policy.decisions().values().stream()
                .mapToLong(decision -> Math.max(1, decision.clauses().size()))
                .sum();
    }

    private void warnOfOpens() {
        List<Module> others = new ArrayList<>(ModuleLayer.boot().modules());
        others.add(ClassLoader.getSystemClassLoader().getUnnamedModule());
        for (String trusted : TRUSTED) {
            String packageName = trusted.substring(trusted.indexOf('/') + 1);
            ModuleLayer.boot()
                    .findModule(trusted.substring(0, trusted.indexOf('/')))
                    .ifPresent(module -> others.stream()
                            .filter(other -> other != module && module.isOpen(packageName, other))
                            .forEach(other -> warnOfOpen(trusted, other)));
        }
    }

    private void warnOfOpen(String trusted, Module other) {
        log.warn(
                "--add-opens={}={} lets that code reach into the JDK's threads and so past this agent:"
                        + " take it out if nothing needs it",
                trusted,
                other.isNamed() ? other.getName() : "ALL-UNNAMED");
    }
}
