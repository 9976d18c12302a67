package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Frameworks;
import io.github.threadsandbox.it.probe.ThrowingBodyHandler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Pools that frameworks bring, each in a JVM of its own, whose threads a confined thread is the first to need. */
class FrameworksIT {
    private static final List<String> FRAMEWORKS = List.of(
            "netty",
            "tomcat",
            "jetty",
            "reactor",
            "kotlin",
            "pekko",
            "vertx",
            "guava",
            "caffeine",
            "okhttp",
            "hikari",
            "grpc",
            "rxjava",
            "xnio",
            "jboss");
    private static final int ROADS = 91;

    @EveryJdk
    void workKeepsItsRolesAndTheirThreadsStayClean(Jdk jdk) {
        Map<String, String> wrong = new TreeMap<>();
        Set<String> roads = new TreeSet<>();
        for (String framework : FRAMEWORKS) {
            AgentRun.Result result = run(
                    framework,
                    AgentRun.on(jdk)
                            .roles(
                                    "roles { compute { allow = [\"@jvm\"] } }",
                                    "threads = [ { name = \"role-*\", role = compute } ]"));
            assertTrue(!result.err().contains("[ERROR]"), result::err);
            for (String line : lines(result)) {
                String name = framework + " " + line.substring(0, line.indexOf('='));
                String seen = line.substring(line.indexOf('=') + 1);
                roads.add(name);
                boolean unconfined = (line.startsWith("back/") && !line.startsWith("back/workers."))
                        || line.startsWith("out/makers.");
                if (!seen.equals(unconfined ? "done" : "Permission denied")) {
                    wrong.put(name, seen);
                }
            }
        }
        assertEquals(Map.of(), wrong);
        assertEquals(2 * ROADS, roads.size(), roads::toString);
    }

    @EveryJdk
    void everyRoadLeadsOutWithoutTheAgent(Jdk jdk) {
        for (String framework : FRAMEWORKS) {
            for (String line : lines(run(framework, AgentRun.on(jdk).withoutAgent()))) {
                assertEquals("done", line.substring(line.indexOf('=') + 1), framework + " " + line);
            }
        }
    }

    @EveryJdk
    void aBodyHandlerThatThrowsEndsItsOwnRequestAlone(Jdk jdk) {
        AgentRun.Result result = withFrameworks(AgentRun.on(jdk)
                        .roles(
                                "roles { net { allow = [\"@jvm\", \"@network-client\"] } }",
                                "threads = [ { name = \"net-*\", role = net } ]"))
                .run(ThrowingBodyHandler.class)
                .exitsWith(0);
        for (String request : List.of("before", "confined", "after")) {
            assertEquals("HTTP_2 answer", result.value(request), result::out);
        }
        assertEquals("Permission denied", result.value("thrown1"));
        assertEquals("Permission denied", result.value("thrown2"));
    }

    private static AgentRun withFrameworks(AgentRun run) {
        return run.classPath(
                AgentRun.REPOSITORY.resolve("agent-it/target/frameworks").toString() + "/*");
    }

    private static AgentRun.Result run(String framework, AgentRun run) {
        AgentRun.Result result =
                withFrameworks(run).run(Frameworks.class, framework).exitsWith(0);
        result.value("end");
        return result;
    }

    private static List<String> lines(AgentRun.Result result) {
        return result.out()
                .lines()
                .filter(line -> line.startsWith("out/") || line.startsWith("back/"))
                .toList();
    }
}
