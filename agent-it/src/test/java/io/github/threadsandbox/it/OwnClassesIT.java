package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.OwnClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;

/** Classes of the application's that a role's denial breaks. */
class OwnClassesIT {
    private static final String[] ROLES = {
        "roles { compute { allow = [\"@jvm\"], class-path = deny } }",
        "threads = [ { name = \"role-*\", role = compute } ]"
    };
    private static final String NAME = "io.github.threadsandbox.it.probe.OwnClasses$Settings";

    @EveryJdk
    void areNamedOnceWithWhatHelps(Jdk jdk) {
        AgentRun.Result result =
                AgentRun.on(jdk).roles(ROLES).run(OwnClasses.class).exitsWith(0);
        assertEquals("ExceptionInInitializerError", result.value("confined"));
        assertEquals("ExceptionInInitializerError", result.value("wrong"));
        assertEquals("NoClassDefFoundError", result.value("main"));
        List<String> said = warnings(result);
        assertEquals(2, said.size(), result::err);
        assertTrue(
                said.get(0).contains("class " + NAME + " could not be initialised on thread \"role-1\""), result::err);
        assertTrue(
                said.get(0).contains("role 'compute' denied it (java.io.FileNotFoundException: /etc/hostname"),
                result::err);
        assertTrue(said.get(0).contains(", in java.io.FileInputStream.open0)"), result::err);
        assertTrue(said.get(0).endsWith("preload = [\"io.github.threadsandbox.it.probe.**\"]"), result::err);
        assertTrue(
                said.get(1).contains("denied it (java.nio.file.AccessDeniedException: /etc/hostname, in "),
                result::err);
    }

    @EveryJdk
    void areInitialisedBeforehandWhereTheRoleMapSaysSo(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        ROLES[0],
                        "threads = [ { name = \"*\", role = compute } ]",
                        "preload = [\"io.github.threadsandbox.it.probe.OwnClasses$*\", \"com.acme.**\"]")
                .run(OwnClasses.class)
                .exitsWith(0);
        assertEquals("read", result.value("confined"));
        assertEquals("read", result.value("main"));
        assertEquals("main true true", result.value("how"));
        List<String> said = warnings(result);
        assertEquals(2, said.size(), result::err);
        assertTrue(said.get(0).endsWith("preload: nothing on the class path matches \"com.acme.**\""), result::err);
        assertTrue(
                said.get(1).contains("preload of class " + NAME.replace("Settings", "Wrong") + " failed: "),
                result::err);
    }

    @EveryJdk
    void aReferenceThatCouldNotBeLoadedIsNamedAsWell(Jdk jdk, @TempDir Path directory) throws Exception {
        Path source = directory.resolve("Uses.java");
        Files.writeString(source, """
                public class Uses implements java.util.concurrent.Callable<Object> {
                  public Object call() { return new Used().toString(); }
                }
                class Used { public String toString() { return "used"; } }
                """);
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", directory.toString(), source.toString());
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .classPath(directory.toString())
                .run(OwnClasses.class, "Uses")
                .exitsWith(0);
        assertEquals("NoClassDefFoundError", result.value("reference"));
        assertEquals("NoClassDefFoundError", result.value("mainReference"));
        assertTrue(
                warnings(result).stream()
                        .anyMatch(line -> line.contains("class Used could not be loaded on thread \"role-1\"")
                                && line.endsWith("preload = [\"Used\"]")),
                result::err);
        AgentRun.Result preloaded = AgentRun.on(jdk)
                .roles(ROLES[0], ROLES[1], "preload = [\"Used\"]")
                .classPath(directory.toString())
                .run(OwnClasses.class, "Uses")
                .exitsWith(0);
        assertEquals("used", preloaded.value("reference"));
        assertEquals("used", preloaded.value("mainReference"));
    }

    private static List<String> warnings(AgentRun.Result result) {
        return result.err().lines().filter(line -> line.startsWith("[WARN]")).toList();
    }
}
