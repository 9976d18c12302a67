package io.github.threadsandbox.start;

import io.github.threadsandbox.config.Settings;
import io.github.threadsandbox.confine.Confiner;
import io.github.threadsandbox.confine.Generation;
import io.github.threadsandbox.confine.ProbeThread;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.seccomp.Landlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.slf4j.Logger;

/** From a role map that was read and checked to one that is in force: all of it, or nothing. */
final class NextGeneration {
    private final Arch arch;
    private final JavaBase javaBase;
    private final Confiner confiner;
    private final Landlock landlock;
    private final RuleSets ruleSets;
    private final SelfTest selfTest;
    private final Future<Map<String, List<String>>> sets;
    private final Logger log;

    /**
     * For one JVM.
     *
     * @param sets what the named sets of paths hold
     */
    NextGeneration(
            Arch arch,
            JavaBase javaBase,
            Confiner confiner,
            Landlock landlock,
            RuleSets ruleSets,
            SelfTest selfTest,
            Future<Map<String, List<String>>> sets,
            Logger log) {
        this.arch = arch;
        this.javaBase = javaBase;
        this.confiner = confiner;
        this.landlock = landlock;
        this.ruleSets = ruleSets;
        this.selfTest = selfTest;
        this.sets = sets;
        this.log = log;
    }

    /**
     * What was put in force.
     *
     * @param generation its number
     * @param made the roles that were made anew
     * @param isNew whether it was not in force already
     */
    record Taken(int generation, Set<String> made, boolean isNew) {}

    /**
     * Puts a role map in force. Until the last step nothing that the application does is any different.
     *
     * @param alike whether it says the same as the one in force: then its paths may lead elsewhere all the same
     */
    Taken take(Settings next, Settings inForce, boolean alike) throws Throwable {
        SideEffects.refuse(next, VmArguments.of(javaBase.in(Object.class)), arch, log);
        Domains domains = new Domains(next, arch, landlock, ruleSets, log);
        if (domains.areAny()) {
            domains.load(sets.get());
        }
        Generation generation = confiner.prepare(domains.definitions());
        try {
            if (alike && generation.changed().isEmpty() && next.preload().equals(inForce.preload())) {
                return new Taken(confiner.generation().number(), Set.of(), false);
            }
            next.notices().forEach(log::warn);
            preload(next, inForce);
            selfTest.prove(ProbeThread.of(generation), domains.policies(generation.changed()), domains.denyingRoot());
            if (next.concernsTasks()) {
                javaBase.watchTasks();
            }
            confiner.adopt(generation);
        } catch (Throwable t) {
            confiner.drop(generation);
            throw t;
        }
        javaBase.roleMapChanged();
        return new Taken(generation.number(), new TreeSet<>(generation.changed()), true);
    }

    private void preload(Settings next, Settings inForce) throws Throwable {
        List<String> patterns = new ArrayList<>(next.preload());
        patterns.removeAll(inForce.preload());
        if (!patterns.isEmpty()) {
            confiner.preload(ClassNames.matching(patterns, log));
        }
    }
}
