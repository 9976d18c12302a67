package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.learn.Shop;
import io.github.threadsandbox.it.probe.OwnClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** How many classes of a real application its strictest workers break: a Tomcat with a database, whose workers may compute and nothing else. */
class FrameworkClassesIT {
    private static final Pattern LOADED =
            Pattern.compile("\\[([0-9]+) *\\] \\S+ source: \\S*(?:/target/learn/|/agent-it\\.jar)");

    @TempDir
    private Path folder;

    @EveryJdk
    void workersOfTheStrictestRoleBreakNone(Jdk jdk) throws IOException {
        Path loads = folder.resolve("loads.txt");
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { strict { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"http-nio-*-exec-*\", role = strict } ]")
                .classPath(AgentRun.REPOSITORY.resolve("agent-it/target/learn") + "/*")
                .options("-Xlog:class+load:file=" + loads + ":tid:filesize=0")
                .run(Shop.class, folder.toString())
                .exitsWith(1);
        // What the workers are for, they do, and what they are not for ends the program.
        assertEquals("20", result.value("orders"), result::err);
        assertTrue(result.err().contains("AccessDeniedException: " + folder.resolve("exports")), result::err);
        int all = 0;
        int beside = 0;
        String main = "";
        for (String line : Files.readAllLines(loads)) {
            Matcher loaded = LOADED.matcher(line);
            if (loaded.lookingAt()) {
                main = main.isEmpty() ? loaded.group(1) : main;
                all++;
                beside += loaded.group(1).equals(main) ? 0 : 1;
            }
        }
        List<String> broken = broken(result);
        System.out.printf(
                "%s: %d classes of the application loaded, %d of them by threads that it started, %d broken%n",
                jdk, all, beside, broken.size());
        assertEquals(List.of(), broken);
        assertTrue(all > 900 && beside > 100, all + ", " + beside);
    }

    /** The same count sees those that there are: of the two classes that open a file, each its own way. */
    @EveryJdk
    void anInitialiserThatOpensAFileIsCounted(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles("roles { strict { allow = [\"@jvm\"] } }", "threads = [ { name = \"role-*\", role = strict } ]")
                .run(OwnClasses.class)
                .exitsWith(0);
        assertEquals(2, broken(result).size(), result::err);
    }

    private static List<String> broken(AgentRun.Result result) {
        return result.err()
                .lines()
                .filter(line -> line.contains("from now on it is broken for every thread"))
                .toList();
    }
}
