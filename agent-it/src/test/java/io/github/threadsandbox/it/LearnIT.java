package io.github.threadsandbox.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.threadsandbox.it.learn.Annotated;
import io.github.threadsandbox.it.learn.Assistant;
import io.github.threadsandbox.it.learn.Batch;
import io.github.threadsandbox.it.learn.SharedPools;
import io.github.threadsandbox.it.learn.Shop;
import io.github.threadsandbox.it.probe.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What real programs do is learned, and the learned role map, as it is, enforced: the same run is denied nothing, and whatever is not
 * of that run is denied.
 */
class LearnIT {
    private static final int ATTACKS = 18;

    private static final String TOOL_CALL =
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\",\"type\":"
                    + "\"function\",\"function\":{\"name\":\"read\",\"arguments\":\"{\\\"arg0\\\":\\\"report.txt\\\",\\\"name\\\":\\\"report.txt\\\"}\"}}]}";

    private static final String ANSWER = "{\"role\":\"assistant\",\"content\":\"It is fine.\"}";

    @TempDir
    private Path folder;

    @EveryJdk
    void aWebApplicationWithADatabase(Jdk jdk) throws IOException {
        Path data = Files.createDirectory(folder.resolve("shop"));
        String map = learn(jdk, "orders=20", Shop.class, data.toString());
        assertTrue(map.contains("role = http-nio-auto }"), map);
        assertTrue(map.contains("files.create = [\n        \"" + data.resolve("exports") + "\""), map);
        Files.delete(data.resolve("db/shop.mv.db"));
        enforce(jdk, "orders=20", List.of("http"), Shop.class, data.toString());
    }

    @EveryJdk
    void anApplicationOfALanguageModelWithTools(Jdk jdk) throws IOException {
        Path documents = Files.createDirectories(folder.resolve("assistant/documents"));
        Files.writeString(documents.resolve("report.txt"), "fine");
        HttpServer model = model();
        try {
            int port = model.getAddress().getPort();
            String address = "http://127.0.0.1:" + port + "/v1";
            String data = documents.getParent().toString();
            String map = learn(jdk, "answer=It is fine.", Assistant.class, address, data);
            assertTrue(map.contains("tcp.connect = [\n        " + port), map);
            assertTrue(map.contains("{ name = \"tool-*\", role = tool }"), map);
            enforce(jdk, "answer=It is fine.", List.of("tool", "agent"), Assistant.class, address, data);
        } finally {
            model.stop(0);
        }
    }

    @EveryJdk
    void aBatchJob(Jdk jdk) throws IOException {
        Path data = batch();
        String map = learn(jdk, "sum=50", Batch.class, data.toString());
        assertTrue(map.contains("files.create = [\n        \"" + data.resolve("out") + "\""), map);
        try (DirectoryStream<Path> written = Files.newDirectoryStream(data.resolve("out"), "*.json")) {
            for (Path file : written) {
                Files.delete(file);
            }
        }
        enforce(jdk, "sum=50", List.of("batch"), Batch.class, data.toString());
    }

    @Test
    void whatEndsBadlyOrDoesNothingIsNotLearned() throws IOException {
        Jdk jdk = newest();
        AgentRun.Result failed = run(jdk, Batch.class, folder.resolve("nothing").toString());
        failed.exitsWith(1);
        assertTrue(failed.err().contains("nothing was written: the command ended with exit code 1"), failed::err);
        AgentRun.Result idle = run(jdk, Hello.class);
        idle.exitsWith(1);
        assertTrue(idle.err().contains("nothing was seen"), idle::err);
        assertFalse(Files.exists(roles()));
    }

    @Test
    void whatIsEndedByASignalIsLearned() throws Exception {
        Jdk jdk = newest();
        Path data = batch();
        List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-jar", AgentRun.JAR.toString()));
        command.addAll(List.of(arguments(jdk, Batch.class, data.toString(), "wait")));
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.readString(out).contains("sum=50")) {
                assertTrue(process.isAlive() && System.nanoTime() < end, Files.readString(out));
                Thread.onSpinWait();
            }
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(143, process.exitValue(), Files.readString(out));
        assertTrue(Files.readString(roles()).contains("{ name = \"batch-*\", role = batch }"), Files.readString(out));
    }

    @EveryJdk
    void whatTheProgramItselfNamesIsLearned(Jdk jdk) throws IOException {
        Path in = Files.writeString(folder.resolve("in"), "fine");
        Path made = Files.createDirectory(folder.resolve("made"));
        String map = learn(
                jdk,
                "read=fine",
                Annotated.class,
                in.toString(),
                made.resolve("out").toString());
        assertTrue(map.contains("    reader {\n"), map);
        assertFalse(map.contains("role = reader }"), map);
        assertTrue(map.contains("{ name = \"out\", role = out }"), map);
        Files.delete(made.resolve("out"));
        AgentRun.Result result = AgentRun.on(jdk)
                .roleMap(roles())
                .options(temporary())
                .run(Annotated.class, in.toString(), made.resolve("out").toString())
                .exitsWith(0);
        assertEquals("fine", result.value("read"));
        assertEquals("fine", Files.readString(made.resolve("out")));
        AgentRun.Result other = AgentRun.on(jdk)
                .roleMap(roles())
                .options(temporary())
                .run(Annotated.class, "/etc/hostname", made.resolve("out").toString())
                .exitsWith(1);
        assertTrue(other.err().contains("AccessDeniedException: /etc/hostname"), other::err);
    }

    @EveryJdk
    void tasksOnPoolsWithoutNamesAreLearnedByTheirClasses(Jdk jdk) throws IOException {
        for (String name : List.of("read", "common", "annotated", "named")) {
            Files.writeString(Files.createDirectory(folder.resolve(name)).resolve("file"), name);
        }
        Files.createDirectory(folder.resolve("written"));
        String expected =
                "local=set\nkept=kept\nread=read\nwritten=file\nannotated=annotated\ncommon=common\nnamed=named";
        String map = learn(jdk, expected, SharedPools.class, folder.toString());
        String program = SharedPools.class.getName();
        for (String entry : List.of(
                "{ task = \"" + program + "$Annotated\", role = reader }",
                "{ task = \"" + program + "$Common\", role = common }",
                "{ task = \"" + program + "$Read\", role = read }",
                "{ task = \"" + program + "$Writing\", role = writing }",
                "{ name = \"named-*\", role = named }",
                "{ name = \"pool-*-thread-*\", role = pool-thread }")) {
            assertTrue(map.contains(entry), () -> entry + " in " + map);
        }
        Path events = folder.resolve("events.jsonl");
        Path enforced = Files.writeString(folder.resolve("enforced.conf"), """
                include "%s"
                thread-sandbox { observe = on, events.file = "%s" }
                """.formatted(roles(), events));
        AgentRun.Result result = AgentRun.on(jdk)
                .roleMap(enforced)
                .options(temporary())
                .run(SharedPools.class, folder.toString(), "attack")
                .exitsWith(0);
        // A lane has its own thread-locals, as README says; where it was learned it had its worker's.
        assertTrue(result.out().startsWith(expected.replace("kept=kept", "kept=null") + "\n"), result::out);
        for (String attack : List.of("read", "written", "annotated", "common", "named")) {
            assertEquals("AccessDeniedException", result.value("attack/" + attack));
        }
        assertEquals(5, new Events(events).now("\"syscall\"").size(), () -> new Events(events)
                .now("")
                .toString());
    }

    /** As a terminal does it: the whole group is interrupted, the program and the command that runs it. */
    @Test
    void whatCtrlCEndsIsLearned() throws Exception {
        Path in = Files.writeString(folder.resolve("in"), "fine");
        Path out = folder.resolve("out.txt");
        List<String> command =
                new ArrayList<>(List.of("setsid", newest().java().toString(), "-jar", AgentRun.JAR.toString()));
        command.addAll(List.of(arguments(
                newest(),
                Annotated.class,
                in.toString(),
                folder.resolve("written").toString(),
                "wait")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        List<ProcessHandle> children;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.readString(out).contains("read=fine")) {
                assertTrue(process.isAlive() && System.nanoTime() < end, Files.readString(out));
                Thread.onSpinWait();
            }
            children = process.children().toList();
            assertFalse(children.isEmpty());
            new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                    .start()
                    .waitFor();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(130, process.exitValue(), Files.readString(out));
        assertTrue(Files.readString(roles()).contains("    reader {\n"), Files.readString(out));
        assertTrue(children.stream().noneMatch(ProcessHandle::isAlive), children::toString);
    }

    /** For what is the command's own doing. */
    private static Jdk newest() {
        return Jdk.all().get(Jdk.all().size() - 1);
    }

    private Path batch() throws IOException {
        Path in = Files.createDirectories(folder.resolve("batch/in"));
        Files.createDirectories(folder.resolve("batch/out"));
        for (int i = 0; i < 5; i++) {
            Files.writeString(in.resolve("table-" + i + ".csv"), "name,amount\na,4\nb,6\n");
        }
        return in.getParent();
    }

    private static HttpServer model() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer =
                    ("{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"served-here\",\"choices\":[{\"index\":0,"
                                    + "\"message\":" + (asked.contains("tool_call_id") ? ANSWER : TOOL_CALL)
                                    + ",\"finish_reason\":\"stop\"}],"
                                    + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private Path roles() {
        return folder.resolve("roles.conf");
    }

    /** Learns a role map, which is given back. */
    private String learn(Jdk jdk, String expected, Class<?> program, String... arguments) throws IOException {
        AgentRun.Result result = run(jdk, program, arguments).exitsWith(0);
        assertTrue(result.out().contains(expected + "\n"), result::out);
        assertFalse(result.err().contains("would deny"), result::err);
        assertFalse(result.err().contains("not proposed"), result::err);
        return Files.readString(roles());
    }

    private AgentRun.Result run(Jdk jdk, Class<?> program, String... arguments) throws IOException {
        return AgentRun.on(jdk).command(arguments(jdk, program, arguments));
    }

    private String[] arguments(Jdk jdk, Class<?> program, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("learn", "--out", roles().toString(), "--"));
        arguments.addAll(List.of(
                jdk.java().toString(), temporary(), "-cp", AgentRun.CLASS_PATH + ":" + libraries(), program.getName()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    /** Not where the data are: that would be the role map's word for them. */
    private String temporary() throws IOException {
        return "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("temporary"));
    }

    private static String libraries() throws IOException {
        List<String> jars = new ArrayList<>();
        for (String name : List.of("learn/*.jar", "clash/{jnr,jffi,asm}*.jar")) {
            Path in = AgentRun.REPOSITORY.resolve("agent-it/target").resolve(name.substring(0, name.indexOf('/')));
            try (DirectoryStream<Path> found = Files.newDirectoryStream(in, name.substring(name.indexOf('/') + 1))) {
                found.forEach(jar -> jars.add(jar.toString()));
            }
        }
        return String.join(":", jars);
    }

    /** The same run under what was learned, and then attacks from within: these alone are denied, and each of them is. */
    private void enforce(Jdk jdk, String expected, List<String> attacked, Class<?> program, String... arguments)
            throws IOException {
        Path events = folder.resolve("events.jsonl");
        Path map = Files.writeString(folder.resolve("enforce.conf"), """
                include "%s"
                thread-sandbox {
                  observe = on
                  stack-within = 60s
                  events.file = "%s"
                  coverage { interval = 1s, on-mismatch = abort }
                  # For the line that says that all is told.
                  roles.nobody { allow = ["@jvm"], mode = audit, kinds = apart }
                }
                """.formatted(roles(), events));
        List<String> more = new ArrayList<>(List.of(arguments));
        more.add(Files.createDirectory(folder.resolve("outside")).toString());
        AgentRun.Result result = AgentRun.on(jdk)
                .roleMap(map)
                .classPath(libraries())
                .options(temporary())
                .run(program, more.toArray(String[]::new))
                .exitsWith(0);
        assertTrue(result.out().contains(expected + "\n"), result::out);
        List<String> made =
                result.out().lines().filter(line -> line.startsWith("attack/")).toList();
        assertEquals(attacked.size() * ATTACKS, made.size(), result::out);
        assertEquals(
                List.of(),
                made.stream().filter(line -> !line.endsWith("=denied")).toList());
        List<String> denials = whole(events).stream()
                .filter(line -> line.contains("\"syscall\""))
                .toList();
        assertTrue(denials.size() >= attacked.size(), denials::toString);
        assertEquals(
                List.of(),
                denials.stream()
                        .filter(line -> !line.contains("io.github.threadsandbox.it.learn.Attacks."))
                        .toList());
    }

    /** The lines, the last of which says that there are no more. */
    private static List<String> whole(Path events) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            List<String> lines = Files.readAllLines(events);
            if (lines.get(lines.size() - 1).contains("\"ended\"")) {
                return lines;
            }
            assertTrue(System.nanoTime() < end, lines::toString);
            Thread.onSpinWait();
        }
    }
}
