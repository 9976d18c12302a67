package io.github.threadsandbox.it.benchmark;

import io.github.threadsandbox.it.page.Bar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an archive of the application's classes gains where the agent is: made by the application without it. */
final class ArchiveRun {
    private static final int AOT_SINCE = 25;

    private ArchiveRun() {}

    static void measure(Run run, Results results) throws Exception {
        Path folder = Scratch.folder("archive");
        ServiceRun.words(folder);
        String classPath = classPath(folder);
        List<String> agent = List.of(run.agent("conf/quickstart.conf"));
        if (run.release() < AOT_SINCE) {
            make(run, folder, classPath, List.of("-XX:ArchiveClassesAtExit=" + folder.resolve("app.jsa")));
            List<String> archive = List.of("-XX:SharedArchiveFile=" + folder.resolve("app.jsa"));
            compare(run, results, folder, classPath, "class-data archive", agent, archive);
        } else {
            Path cache = folder.resolve("app.aot");
            // Linked ahead of time, classes could not be woven: the JVM refuses such a cache where an agent weaves.
            make(
                    run,
                    folder,
                    classPath,
                    List.of("--add-modules=java.instrument", "-XX:-AOTClassLinking", "-XX:AOTCacheOutput=" + cache));
            compare(run, results, folder, classPath, "cache of JDK 25's", agent, List.of("-XX:AOTCache=" + cache));
        }
    }

    private static void make(Run run, Path folder, String classPath, List<String> options) throws Exception {
        try (Served service = Served.start(run, options, folder, classPath)) {
            service.get();
        }
    }

    private static void compare(
            Run run,
            Results results,
            Path folder,
            String classPath,
            String what,
            List<String> agent,
            List<String> archive)
            throws Exception {
        List<String> both = new ArrayList<>(agent);
        both.addAll(archive);
        List<StartUp.Start> with = new ArrayList<>();
        List<StartUp.Start> without = new ArrayList<>();
        for (int round = 0; round < run.effort().of(1, 2, 2); round++) {
            with.add(StartUp.toFirstResponse(run, folder, both, classPath));
            without.add(StartUp.toFirstResponse(run, folder, agent, classPath));
        }
        results.compare(
                run.name(),
                "wall time to a web application's first response, with the agent: with a " + what + " / without",
                with.stream().map(StartUp.Start::wall).toList(),
                without.stream().map(StartUp.Start::wall).toList(),
                "ms",
                Bar.NONE);
        results.compare(
                run.name(),
                "processor time to a web application's first response, with the agent: with a " + what + " / without",
                with.stream().map(StartUp.Start::cpu).toList(),
                without.stream().map(StartUp.Start::cpu).toList(),
                "ms",
                Bar.NONE);
    }

    /** Jars alone: an archive takes no classes from folders. */
    private static String classPath(Path folder) throws IOException {
        Path own = ClassJar.write(folder.resolve("service.jar"), Map.of(), "Service", "Service$Words");
        return own + ":"
                + Stream.of(System.getProperty("java.class.path").split(":", -1))
                        .filter(entry -> entry.contains("tomcat"))
                        .collect(Collectors.joining(":"));
    }
}
