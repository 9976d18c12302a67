package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.threadsandbox.it.probe.LateClasses;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;

/** Classes that were not loaded beforehand, from everywhere that classes come from. */
class ClassPathIT {
    private static final List<String> LATE = List.of("late.InJar", "late.InFolder", "late.Named");
    private static final List<String> JDK = List.of(
            "java.sql.DriverManager",
            "javax.naming.ldap.LdapName",
            "java.awt.image.BufferedImage",
            "javax.script.ScriptEngineManager",
            "java.util.concurrent.Exchanger",
            "java.util.logging.LogManager",
            "javax.security.auth.kerberos.KerberosPrincipal");

    @TempDir
    private Path folder;

    @EveryJdk
    void aConfinedThreadLoadsAndInitialisesThem(Jdk jdk) throws Exception {
        AgentRun.Result result = run(jdk, "");
        for (String name : LATE) {
            assertEquals("text of " + name, result.value("confined/" + name), name);
            assertEquals("text of " + name, result.value("main/" + name), name);
        }
        for (String name : JDK) {
            assertEquals("loaded", result.value("confined/" + name), name);
        }
        assertEquals("AccessDeniedException", result.value("confined/late.Stranger"));
    }

    @EveryJdk
    void unlessItsRoleSaysOtherwise(Jdk jdk) throws Exception {
        AgentRun.Result result = run(jdk, ", class-path = deny");
        for (String name : LATE) {
            assertNotEquals("text of " + name, result.value("confined/" + name), name);
        }
    }

    private AgentRun.Result run(Jdk jdk, String more) throws Exception {
        Path jar = makeClasses();
        String[] names = new String[LATE.size() + JDK.size() + 1];
        for (int i = 0; i < LATE.size(); i++) {
            names[i] = LATE.get(i);
        }
        for (int i = 0; i < JDK.size(); i++) {
            names[LATE.size() + i] = JDK.get(i);
        }
        names[names.length - 1] = "late.Stranger";
        return AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"]" + more + " } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .classPath(jar.toString())
                .classPath(folder.resolve("classes").toString())
                .run(LateClasses.class, names)
                .exitsWith(0);
    }

    /** Each reads a file beside it when it is initialised, and needs a class of its own; the stranger reads somebody else's. */
    private Path makeClasses() throws IOException {
        for (String name : LATE) {
            String simple = name.substring("late.".length());
            compile(
                    simple,
                    "new String(" + simple + ".class.getResourceAsStream(\"" + simple + ".txt\").readAllBytes())");
            Files.writeString(folder.resolve("classes/late/" + simple + ".txt"), "text of " + name);
        }
        compile("Stranger", "java.nio.file.Files.readString(java.nio.file.Path.of(\"/etc/hostname\"))");
        jar("lib.jar", "Named", "");
        return jar("first.jar", "InJar", "lib.jar");
    }

    private void compile(String name, String text) throws IOException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(
                source,
                String.join(
                        "\n",
                        "package late;",
                        "public class " + name + " {",
                        "  private static final String[] TEXT = new String[1];",
                        "  static { TEXT[0] = \"\"; }",
                        "  public " + name + "() throws java.io.IOException { TEXT[0] = new Needed().text(); }",
                        "  @Override public String toString() { return TEXT[0]; }",
                        "  private static final class Needed {",
                        "    String text() throws java.io.IOException { return " + text + "; }",
                        "  }",
                        "}"));
        Files.createDirectories(folder.resolve("classes"));
        int exit = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-d",
                        folder.resolve("classes").toString(),
                        source.toString());
        assertEquals(0, exit);
    }

    /** Moves a class, with what belongs to it, into a jar. */
    private Path jar(String jarName, String name, String classPath) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) {
            manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        }
        Path jar = folder.resolve(jarName);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (String file : List.of(name + ".class", name + "$Needed.class", name + ".txt")) {
                Path found = folder.resolve("classes/late/" + file);
                entries.putNextEntry(new JarEntry("late/" + file));
                entries.write(Files.readAllBytes(found));
                Files.delete(found);
            }
        }
        return jar;
    }
}
