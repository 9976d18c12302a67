package io.github.threadsandbox.start;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.ErrorAccess;
import io.github.threadsandbox.confine.Generation;
import io.github.threadsandbox.confine.Mentions;
import io.github.threadsandbox.confine.ProbeThread;
import io.github.threadsandbox.confine.ThreadAccess;
import io.github.threadsandbox.confine.ThreadObserver;
import io.github.threadsandbox.coverage.Answer;
import io.github.threadsandbox.coverage.Coverage;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.observe.Denials;
import io.github.threadsandbox.observe.FlightRecorder;
import io.github.threadsandbox.observe.Observer;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import io.github.threadsandbox.weave.Weaver;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** From a checked role map to confined threads. From the base filter on, nothing can be taken back. */
final class Arming {
    /** asm-generic/errno-base.h. */
    private static final int EACCES = 13;

    private final Settings settings;
    private final Arch arch;
    private final NativeLayer nativeLayer;
    private final Instrumentation instrumentation;
    private final Logger log;
    private final String jar;
    private final boolean running;
    private final Progress progress;

    private final Future<Map<String, List<String>>> sets;

    /**
     * Arms, once.
     *
     * @param jar the agent's
     * @param sets what the named sets of paths hold, found meanwhile
     */
    Arming(
            Settings settings,
            Arch arch,
            NativeLayer nativeLayer,
            Future<Map<String, List<String>>> sets,
            Instrumentation instrumentation,
            String jar,
            Logger log,
            boolean running,
            Progress progress) {
        this.jar = jar;
        this.running = running;
        this.progress = progress;
        this.sets = sets;
        this.settings = settings;
        this.arch = arch;
        this.nativeLayer = nativeLayer;
        this.instrumentation = instrumentation;
        this.log = log;
    }

    void arm() throws Throwable {
        JavaBase javaBase = nativeLayer.javaBase();
        LibC libC = nativeLayer.libC();
        SideEffects.refuse(settings, VmArguments.of(javaBase.in(Object.class)), arch, log);
        Seccomp seccomp = new Seccomp(libC, arch);
        ThreadAccess access = new ThreadAccess(javaBase.javaLang());
        Landlock landlock = new Landlock(libC, arch);
        RuleSets ruleSets = new RuleSets(landlock);
        Domains domains = new Domains(settings, arch, landlock, ruleSets, log);
        if (domains.areAny()) {
            domains.load(sets.get());
        }
        Confiner confiner = new Confiner(
                domains.definitions(),
                arch,
                seccomp,
                landlock,
                access,
                new ThreadObserver(access, javaBase.javaLang()),
                settings.lanes().idle(),
                settings.onError() == Settings.OnError.WARN,
                new ErrorAccess(javaBase.javaLang()),
                javaBase::useHandOff,
                javaBase::confinedWorker);
        Seccomp.Loaded base = seccomp.load(PolicyCompiler.compile(settings.base(), arch));
        confiner.compile();
        // TSYNC first: it can never work again once a thread has a filter of its own.
        try {
            seccomp.installOnEveryThread(base);
        } catch (SeccompException e) {
            if (e.isInstalled()) {
                progress.base();
            }
            throw e;
        }
        progress.base();
        confiner.arm(
                javaBase::preload,
                settings.preload().isEmpty()
                        ? Optional.empty()
                        : Optional.of(() -> ClassNames.matching(settings.preload(), log)));
        javaBase.arm(confiner, settings.lanes().most(), settings.lanes().idle().toNanos());
        if (settings.concernsTasks()) {
            javaBase.watchTasks();
        }
        progress.roles();
        FlightRecorder recorder = new FlightRecorder(javaBase::in);
        List<String> notReached = weave(javaBase, confiner, access);
        SelfTest selfTest = new SelfTest(libC, landlock, arch);
        Generation first = confiner.generation();
        selfTest.prove(ProbeThread.of(first), domains.policies(first.changed()), domains.denyingRoot());
        progress.proven();
        Reload reload = new Reload(
                settings,
                arch,
                confiner,
                access,
                new NextGeneration(arch, javaBase, confiner, landlock, ruleSets, selfTest, sets, log),
                log);
        Denials denials = new Denials(recorder, isObserved(), settings.apart().isEmpty());
        publish(confiner, access, notReached, reload, denials);
        reload.watch();
        confiner.finish();
        observe(confiner, access, libC, javaBase, denials, recorder);
    }

    private boolean isObserved() {
        return settings.observation().on() && settings.file().isPresent();
    }

    private void observe(
            Confiner confiner,
            ThreadAccess access,
            LibC libC,
            JavaBase javaBase,
            Denials denials,
            FlightRecorder recorder)
            throws Throwable {
        Settings.Observation said = settings.observation();
        if (isObserved()) {
            Observer.start(
                    confiner,
                    access,
                    libC,
                    arch,
                    javaBase.in(Object.class),
                    jar,
                    new Observer.Options(
                            said.stackWithin(),
                            said.abort(),
                            said.events(),
                            settings.apart().isEmpty() ? Optional.empty() : Optional.of(sets.get())),
                    denials,
                    () -> tellDenied(javaBase, confiner, libC, recorder));
        }
    }

    /** Beside {@code main}, and before the first thread of a role is there: only what is told depends on it. */
    private void tellDenied(JavaBase javaBase, Confiner confiner, LibC libC, FlightRecorder recorder) {
        try {
            javaBase.tellDenied(confiner, libC.words(EACCES));
            Weaver.weaveDenied(instrumentation, recorder::loaded, log::error);
        } catch (Throwable t) {
            log.warn("paths and ports that Landlock denies are not told: {}", t.getMessage());
        }
    }

    /** What ran before the agent came and is not reached, for the log and for {@code status}; nothing before {@code main}. */
    private List<String> weave(JavaBase javaBase, Confiner confiner, ThreadAccess access) throws Throwable {
        if (!running) {
            Weaver.weave(
                    instrumentation,
                    javaBase::watchTasks,
                    javaBase::withRoles,
                    javaBase::defines,
                    javaBase::toWeave,
                    log::error);
            return List.of();
        }
        javaBase.beside();
        List<String> classes = Weaver.weaveRunning(
                instrumentation,
                javaBase::watchTasks,
                javaBase::withRoles,
                javaBase::defines,
                javaBase::toWeave,
                log::error,
                new Mentions(javaBase.javaLang())::in);
        List<String> notReached = new ArrayList<>(confiner.notReached(access.threads()));
        notReached.addAll(classes);
        notReached.forEach(line -> log.warn("attached: {}", line));
        return notReached;
    }

    private void publish(
            Confiner confiner, ThreadAccess access, List<String> notReached, Reload reload, Denials denials)
            throws Throwable {
        AttachRequests requests = new AttachRequests(reload);
        OptionalInt base = Seccomp.filters();
        if (base.isEmpty()) {
            String problem = "this kernel does not say how many filters a thread is under (Linux 5.9)";
            log.warn("coverage: {}", problem);
            nativeLayer.publication().toWhoAttaches(() -> with(requests, denials, () -> Answer.problem(problem)));
            toManagement(
                    fresh -> {
                        throw new IllegalStateException("thread-sandbox: " + problem);
                    },
                    confiner,
                    reload,
                    denials);
            return;
        }
        Settings.Coverage settled = settings.coverage();
        Coverage coverage = Coverage.start(confiner, access, base.getAsInt(), settled.interval(), settled.abort());
        Answer answer =
                new Answer(coverage, notReached, () -> confiner.generation().number());
        nativeLayer.publication().toWhoAttaches(() -> with(requests, denials, answer::forAttach));
        toManagement(answer::forManagement, confiner, reload, denials);
    }

    private void toManagement(
            Function<Boolean, Map<String, Object>> threads, Confiner confiner, Reload reload, Denials denials)
            throws Throwable {
        nativeLayer
                .publication()
                .toManagement(
                        threads,
                        () -> {
                            Map<String, Object> known = new HashMap<>(denials.forManagement());
                            known.put("Generation", confiner.generation().number());
                            return known;
                        },
                        () -> forManagement(reload.request()),
                        instrumentation);
    }

    /** What was asked for comes first: the look at the threads shows it. */
    private static Map<String, String> with(
            AttachRequests requests, Denials denials, Supplier<Map<String, String>> look) {
        Map<String, String> answer = new HashMap<>(requests.answer());
        answer.putAll(denials.forAttach());
        answer.putAll(look.get());
        return answer;
    }

    /** The role map's outcome, in classes of the JDK alone. */
    private static String[] forManagement(Reload.Outcome outcome) {
        if (!outcome.ok()) {
            throw new IllegalStateException(
                    "thread-sandbox: the role map is as it was: " + String.join("\n", outcome.lines()));
        }
        return outcome.lines().toArray(String[]::new);
    }
}
