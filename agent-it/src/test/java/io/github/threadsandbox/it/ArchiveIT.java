package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.BornConfined;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** README's recipe: an archive of the application's classes, made without the agent, is used beside it, and nothing escapes by it. */
class ArchiveIT {
    private static final int AOT_SINCE = 25;

    @EveryJdk
    void classesOfAnArchiveAreConfinedLikeOthers(Jdk jdk, @TempDir Path folder) {
        AgentRun.Result result = BornConfinedIT.checkConfines(
                AgentRun.on(jdk).options(make(jdk, folder)).options("-Xlog:class+load=info"));
        assertFalse(result.out().contains("[error]") || result.out().contains("[warning]"), result::out);
        List<String> loaded = result.out()
                .lines()
                .filter(line -> line.contains(" " + BornConfined.class.getName()))
                .toList();
        assertFalse(loaded.isEmpty(), result::out);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("source: shared objects file")), loaded::toString);
    }

    /** The option that uses it. */
    private static String make(Jdk jdk, Path folder) {
        if (jdk.feature() < AOT_SINCE) {
            Path archive = folder.resolve("app.jsa");
            application(jdk, "-XX:ArchiveClassesAtExit=" + archive);
            return "-XX:SharedArchiveFile=" + archive;
        }
        Path cache = folder.resolve("app.aot");
        application(jdk, "--add-modules=java.instrument", "-XX:-AOTClassLinking", "-XX:AOTCacheOutput=" + cache);
        return "-XX:AOTCache=" + cache;
    }

    private static void application(Jdk jdk, String... options) {
        AgentRun.on(jdk).withoutAgent().options(options).run(BornConfined.class).exitsWith(0);
    }
}
