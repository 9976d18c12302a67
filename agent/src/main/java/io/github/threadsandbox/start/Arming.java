package io.github.threadsandbox.start;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.ErrorAccess;
import io.github.threadsandbox.confine.Mentions;
import io.github.threadsandbox.confine.Roles;
import io.github.threadsandbox.confine.ThreadAccess;
import io.github.threadsandbox.confine.ThreadObserver;
import io.github.threadsandbox.coverage.Answer;
import io.github.threadsandbox.coverage.Coverage;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.seccomp.Landlock;
import io.github.threadsandbox.seccomp.LibC;
import io.github.threadsandbox.seccomp.Seccomp;
import io.github.threadsandbox.seccomp.SeccompException;
import io.github.threadsandbox.weave.Weaver;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.slf4j.Logger;

/** From a checked role map to confined threads. From the base filter on, nothing can be taken back. */
final class Arming {
    private final Settings settings;
    private final Arch arch;
    private final NativeLayer nativeLayer;
    private final Instrumentation instrumentation;
    private final Logger log;
    private final boolean running;
    private final Progress progress;

    private final Future<Map<String, List<String>>> sets;

    /**
     * Arms, once.
     *
     * @param sets what the named sets of paths hold, found meanwhile
     */
    Arming(
            Settings settings,
            Arch arch,
            NativeLayer nativeLayer,
            Future<Map<String, List<String>>> sets,
            Instrumentation instrumentation,
            Logger log,
            boolean running,
            Progress progress) {
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
        refuseSideEffects(VmArguments.of(javaBase.in(Object.class)));
        Seccomp seccomp = new Seccomp(libC, arch);
        ThreadAccess access = new ThreadAccess(javaBase.javaLang());
        Landlock landlock = new Landlock(libC, arch);
        Domains domains = new Domains(settings, arch, landlock, log);
        if (domains.areAny()) {
            domains.load(sets.get());
        }
        Confiner confiner = new Confiner(
                settings.roleMap(),
                new Roles(domains.policies(), arch, seccomp, domains.loaded(), landlock),
                access,
                new ThreadObserver(access, javaBase.javaLang()),
                seccomp,
                settings.sharing(),
                settings.onError() == Settings.OnError.WARN,
                new ErrorAccess(javaBase.javaLang()),
                javaBase::useHandOff);
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
        if (settings.roleMap().concernsTasks()) {
            javaBase.watchTasks();
        }
        progress.roles();
        List<String> notReached = weave(javaBase, confiner, access);
        new SelfTest(libC, landlock, arch).prove(new TreeMap<>(domains.policies()).values(), domains.denyingRoot());
        progress.proven();
        startCoverage(confiner, access, notReached);
    }

    private void refuseSideEffects(List<String> arguments) throws StartException {
        List<String> problems = SideEffects.problems(arguments, settings.roles(), new PolicyBuilder(arch));
        if (!problems.isEmpty() && settings.onError() == Settings.OnError.ABORT) {
            throw new StartException(problems);
        }
        problems.forEach(log::warn);
    }

    /** What ran before the agent came and is not reached, for the log and for {@code status}; nothing before {@code main}. */
    private List<String> weave(JavaBase javaBase, Confiner confiner, ThreadAccess access) throws Throwable {
        if (!running) {
            Weaver.weave(instrumentation, javaBase::watchTasks, javaBase::withRoles, log::error);
            return List.of();
        }
        javaBase.beside();
        List<String> classes = Weaver.weaveRunning(
                instrumentation,
                javaBase::watchTasks,
                javaBase::withRoles,
                log::error,
                new Mentions(javaBase.javaLang())::in);
        List<String> notReached = new ArrayList<>(confiner.notReached(access.threads()));
        notReached.addAll(classes);
        notReached.forEach(line -> log.warn("attached: {}", line));
        return notReached;
    }

    private void startCoverage(Confiner confiner, ThreadAccess access, List<String> notReached) throws Throwable {
        OptionalInt base = Seccomp.filters();
        if (base.isEmpty()) {
            String problem = "this kernel does not say how many filters a thread is under (Linux 5.9)";
            log.warn("coverage: {}", problem);
            nativeLayer.publication().toWhoAttaches(() -> Answer.problem(problem));
            return;
        }
        Settings.Coverage settled = settings.coverage();
        Coverage coverage = Coverage.start(confiner, access, base.getAsInt(), settled.interval(), settled.abort());
        Answer answer = new Answer(coverage, notReached);
        nativeLayer.publication().toWhoAttaches(answer::forAttach);
        nativeLayer.publication().toManagement(answer::forManagement, instrumentation);
    }
}
