package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Hold;
import io.github.threadsandbox.it.probe.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;

/** Service providers of the application, which the JDK runs while the agent starts and preloads. */
class ProvidersIT {
    private static final Map<String, Class<?>> SERVICES = Map.of(
            "java.net.spi.URLStreamHandlerProvider", Providers.Urls.class,
            "java.nio.charset.spi.CharsetProvider", Providers.Charsets.class,
            "java.time.zone.ZoneRulesProvider", Providers.Zones.class,
            "java.text.spi.DecimalFormatSymbolsProvider", Providers.Symbols.class,
            "java.lang.System$LoggerFinder", Providers.Loggers.class,
            "java.nio.channels.spi.SelectorProvider", Providers.Channels.class,
            "java.nio.file.spi.FileSystemProvider", Providers.Files.class);

    @EveryJdk
    void noProviderSeesTheAgent(Jdk jdk, @TempDir Path directory) throws Exception {
        AgentRun.Result result = run(jdk, directory).run(Hold.class).exitsWith(0);
        assertEquals("Permission denied", result.value("confined"));
        // Else this test shows nothing.
        for (String called : new String[] {
            "URL handler",
            "locale",
            "logger finder",
            "security service",
            "selector provider",
            "worker factory",
            "zone rules"
        }) {
            assertTrue(result.value("preload").contains(called), result.out());
        }
        assertTrue(result.value("called").contains("default file system"), result.out());
        assertEquals("[]", result.value("seen"));
    }

    @EveryJdk
    void aConfinedThreadReachesNothingWithTheAgentsClasses(Jdk jdk, @TempDir Path directory) throws Exception {
        AgentRun.Result result = run(jdk, directory)
                .options("-javaagent:" + agentJar(directory))
                .run(Hold.class)
                .exitsWith(0);
        assertTrue(Integer.parseInt(result.value("classes")) > 100, result.out());
        assertTrue(Integer.parseInt(result.value("tried")) > 1000, result.out());
        assertEquals("[module io.github.threadsandbox.agent]", result.value("modules"));
        assertEquals("[]", result.value("reached"));
        assertTrue(result.value("control").contains("called " + Hold.class.getName() + "$Open.secret"), result.out());
        assertEquals("Permission denied", result.value("after"));
    }

    private static AgentRun run(Jdk jdk, Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        for (Map.Entry<String, Class<?>> service : SERVICES.entrySet()) {
            Files.writeString(
                    services.resolve(service.getKey()), service.getValue().getName());
        }
        Path security = Files.writeString(
                directory.resolve("security.properties"),
                "security.provider.1=" + Providers.Security.class.getName()
                        + "\nsecurity.provider.2=SUN\nsecurity.provider.3=SunRsaSign\nsecurity.provider.4=SunEC\nsecurity.provider.5=SunJSSE\nsecurity.provider.6=SunJCE\n");
        return AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"], class-path = deny } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .classPath(directory.toString())
                .options(
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Djava.nio.file.spi.DefaultFileSystemProvider=" + Providers.Files.class.getName(),
                        "-Djava.locale.providers=SPI,CLDR",
                        "-Djava.security.properties=" + security,
                        "-Djava.util.logging.config.class=" + Providers.Logging.class.getName(),
                        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                                + Providers.Workers.class.getName());
    }

    private static Path agentJar(Path directory) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Hold.class.getName());
        Path jar = directory.resolve("hold.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
