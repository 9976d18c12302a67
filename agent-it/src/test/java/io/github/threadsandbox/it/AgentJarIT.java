package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.threadsandbox.it.probe.Hello;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class AgentJarIT {
    @Test
    void showsTheApplicationTwoPackagesOfClassesAndNothingElse() throws Exception {
        try (JarFile jar = new JarFile(AgentRun.JAR.toFile())) {
            List<String> visible = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/") && !name.startsWith("inst/"))
                    .sorted()
                    .toList();
            assertEquals(
                    List.of(
                            "META-INF/MANIFEST.MF",
                            "io/github/threadsandbox/premain/AgentClassLoader.class",
                            "io/github/threadsandbox/premain/Main.class",
                            "io/github/threadsandbox/premain/OwnJar.class",
                            "io/github/threadsandbox/premain/Premain.class"),
                    visible);
            assertEquals("true", jar.getManifest().getMainAttributes().getValue("Can-Retransform-Classes"));
        }
    }

    @Test
    void holdsEachClassOnceAndTheGateInItsOwnZone() throws Exception {
        try (JarFile jar = new JarFile(AgentRun.JAR.toFile())) {
            List<String> hidden = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("inst/"))
                    .toList();
            assertEquals(new TreeSet<>(hidden).size(), hidden.size());
            assertTrue(hidden.stream().noneMatch(name -> name.endsWith(".class")), "only .classdata under inst/");
            assertEquals(
                    List.of(
                            "inst/bootstrap/java/lang/ThreadSandboxBorrower.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxGate.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxHandover.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxHook.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxLoader.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxPreload.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxPreloadApplication.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxPreloadSteps.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxProperties.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxStack.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxSupers.classdata",
                            "inst/bootstrap/java/lang/ThreadSandboxThread.classdata",
                            "inst/bootstrap/java/lang/management/ThreadSandboxCoverage.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxCall$Once.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxCall.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxCallback$Call.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxCallback$Subscriber.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxCallback.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxConcern$Foreign.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxConcern$Kind.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxConcern.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxDeletions.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxDelivery.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxExecutors.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxForkJoin$Cancellation.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxForkJoin.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxFuture.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxGrowth.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxHandOff.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxLambda$Following.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxLambda$Forwarding.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxLambda.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxLane.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxLanes.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxMarks.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxQueue.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxRefusal$Nothing.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxRefusal.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxTask$Like.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxTask.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxTaskStatus.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxWaiting.classdata",
                            "inst/bootstrap/java/util/concurrent/ThreadSandboxWork.classdata",
                            "inst/bootstrap/sun/nio/fs/ThreadSandboxDenied.classdata"),
                    hidden.stream()
                            .filter(name -> name.startsWith("inst/bootstrap/") && name.endsWith(".classdata"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void listsThePackagesOfTheAgentsModule() throws Exception {
        try (JarFile jar = new JarFile(AgentRun.JAR.toFile());
                InputStream in = jar.getInputStream(jar.getJarEntry("inst/packages"))) {
            Set<String> listed = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .collect(Collectors.toSet());
            Set<String> missing = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".classdata") && !name.startsWith("inst/bootstrap/"))
                    .map(name -> name.substring("inst/".length(), name.lastIndexOf('/'))
                            .replace('/', '.'))
                    .filter(name -> !listed.contains(name))
                    .filter(name -> !name.matches("(com\\.kenai\\.jnr|jnr|org\\.objectweb|picocli)\\b.*"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(Set.of("io.github.threadsandbox.command", "io.github.threadsandbox.foothold"), missing);
        }
    }

    /** As the JDK names what it makes: Host$$Lambda/0x…, before JDK 21 Host$$Lambda$14/0x…; as the build does: Host$$Lambda14. */
    @EveryJdk
    void linksNoLambdaOfTheAgentsWhenAJvmStarts(Jdk jdk) {
        AgentRun.Result result = AgentRun.on(jdk)
                .roles(
                        "roles { compute { allow = [\"@jvm\"] } }",
                        "threads = [ { name = \"role-*\", role = compute } ]")
                .options("-Xlog:class+load")
                .run(Hello.class)
                .exitsWith(0);
        List<String> lambdas = result.out()
                .lines()
                .map(line -> line.replaceFirst("^\\[.*?\\] ", ""))
                .filter(line -> line.startsWith("io.github.threadsandbox.") && line.contains("$$Lambda"))
                .toList();
        assertEquals(
                List.of(),
                lambdas.stream()
                        .filter(line -> !line.matches("\\S+\\$\\$Lambda[0-9]+ .*"))
                        .toList());
        assertTrue(lambdas.size() > 50, lambdas::toString);
    }

    @Test
    void bringsTheAnnotationInAJarOfItsOwn() throws Exception {
        try (JarFile jar = new JarFile(AgentRun.JAR
                .resolveSibling("thread-sandbox-agent-annotations.jar")
                .toFile())) {
            assertEquals(
                    List.of("io/github/threadsandbox/SandboxedThread.class"),
                    jar.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class"))
                            .toList());
        }
    }
}
