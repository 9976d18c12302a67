package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Hello;
import io.github.threadsandbox.it.probe.InsideTheAgent;
import io.github.threadsandbox.it.probe.LoadAgent;
import io.github.threadsandbox.it.probe.VirtualWayOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;

class InsideTheAgentIT {
    private static final String[] ROLES = {
        "roles {",
        "  compute { allow = [\"@jvm\"] }",
        "  reader { allow = [\"@jvm\", \"@file-read\"] }",
        "}",
        "threads = [ { name = \"role-*\", role = compute }, { name = reader, role = reader } ]"
    };

    @EveryJdk
    void noCodeOfTheApplicationRunsThere(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .options("-Dorg.slf4j.simpleLogger.cacheOutputStream=false", "-Dslf4j.provider=com.example.Provider")
                .run(InsideTheAgent.class)
                .exitsWith(0);
        assertEquals("refused", result.value("manager"));
        assertEquals("true", result.value("refused"));
        assertEquals("null", result.value("loader"));
        assertEquals("UnsupportedOperationException", result.value("stop"));
        assertEquals(
                jdk.feature() < 23 ? "UnsupportedOperationException" : "NoSuchMethodException",
                result.value("suspend"));
        assertFalse(result.out().contains("done"), result.out());
        assertEquals("Permission denied", result.value("after"));
        assertEquals("[]", result.value("inside"));
        assertTrue(result.err().startsWith("[INFO] thread-sandbox - armed: "), result.err());
    }

    @EveryJdk
    void noThreadLoadsAnotherAgent(Jdk jdk, @TempDir Path directory) throws Exception {
        Path jar = agentJar(directory);
        AgentRun.Result result = AgentRun.on(jdk).roles(ROLES).run(LoadAgent.class, jar.toString());
        assertEquals("null", result.exitsWith(0).value("loaded"));
        assertTrue(
                result.value("failed")
                        .startsWith(
                                "java.lang.UnsupportedOperationException: thread-sandbox: code in this JVM loads no"),
                result.out());
        assertEquals("true", result.value("attached"));
        assertEquals(
                List.of(),
                result.err().lines().filter(InsideTheAgentIT::isNoise).toList());
    }

    /** The agent's own line, and what JDK 21 and later print about any agent that is attached. */
    private static boolean isNoise(String line) {
        return !line.startsWith("[INFO] thread-sandbox - armed: ") && !line.startsWith("WARNING: ");
    }

    @EveryJdk
    void norDoesOneThatGetsPastTheBean(Jdk jdk, @TempDir Path directory) throws Exception {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .options("--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED")
                .run(LoadAgent.class, agentJar(directory).toString(), "past");
        assertEquals("null", result.exitsWith(0).value("loaded past"));
        assertTrue(result.err().contains("code in this JVM loads no agents into it"), result.err());
    }

    private static Path agentJar(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", LoadAgent.class.getName());
        Path jar = directory.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @EveryJdk
    void refusesToStartBesideASecurityManager(Jdk jdk) {
        if (jdk.feature() >= 24) {
            return;
        }
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(ROLES)
                .options("-Djava.security.manager")
                .run(Hello.class)
                .exitsWith(1);
        assertEquals("", result.out());
        assertTrue(result.err().contains("a security manager is in force"), result.err());
    }

    @EveryJdk
    void aWarningIsNoWayOutForAConfinedThread(Jdk jdk) {
        if (jdk.feature() < 21) {
            return;
        }
        AgentRun.Result result = AgentRun.on(jdk)
                .roles("on-error = warn", String.join("\n", ROLES))
                .run(VirtualWayOut.class)
                .exitsWith(0);
        assertEquals("IllegalStateException", result.value("virtual"));
    }
}
