package io.github.threadsandbox.it.quickstart;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the {@link Service} without and with the agent on the same input and prints both outcomes side by side. */
public final class Quickstart {
    private static final int COLUMN = 38;

    private final Path repository;
    private final Path folder;

    private Quickstart(Path repository, Path folder) {
        this.repository = repository;
        this.folder = folder;
    }

    /**
     * Prints the table.
     *
     * @param arguments the repository's root
     * @throws Exception if the service could not be run; the exit code is 1 if the agent let hostile work through
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("thread-sandbox-quickstart");
        try {
            if (!new Quickstart(Path.of(arguments[0]).toAbsolutePath().normalize(), folder).show()) {
                System.exit(1);
            }
        } finally {
            Files.deleteIfExists(folder.resolve("outside.txt"));
            Files.deleteIfExists(folder);
        }
    }

    private boolean show() throws Exception {
        Path input = repository.resolve("agent-it/src/quickstart");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            Path page = input.resolve(name.equals("order.html") ? "pages" : "hostile")
                    .resolve(name)
                    .normalize();
            byte[] body = page.startsWith(input) && Files.exists(page) ? Files.readAllBytes(page) : new byte[0];
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String pages = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            Map<String, String> without = serve(List.of(), input, pages);
            Map<String, String> with = serve(List.of("-javaagent:" + agent() + "=" + roleMap()), input, pages);
            return print(without, with);
        } finally {
            server.stop(0);
        }
    }

    private Path agent() {
        return repository.resolve("agent/target/thread-sandbox-agent.jar");
    }

    private Path roleMap() {
        return repository.resolve("conf/quickstart.conf");
    }

    private Map<String, String> serve(List<String> options, Path input, String pages) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Service.class.getName()));
        command.add(input.resolve("documents").toString());
        command.add(input.resolve("hostile").toString());
        command.add(pages);
        command.add(folder.resolve("outside.txt").toString());
        Process service = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!service.waitFor(60, TimeUnit.SECONDS)) {
            service.destroyForcibly();
            throw new IllegalStateException("the service did not end within 60 seconds");
        }
        String output = new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (service.exitValue() != 0) {
            throw new IOException("the service ended with " + service.exitValue() + ": " + output);
        }
        Map<String, String> outcomes = new LinkedHashMap<>();
        output.lines()
                .map(line -> line.split("\t", 3))
                .sorted((a, b) -> a[0].compareTo(b[0]))
                .forEach(fields -> outcomes.put(fields[0] + "\t" + fields[1], fields[2]));
        return outcomes;
    }

    /** Prints the table; false if hostile work was done under the agent, or honest work was not. */
    private static boolean print(Map<String, String> without, Map<String, String> with) {
        boolean asPromised = true;
        System.out.println();
        row("worker", "work", "without the agent", "with the agent");
        row("------", "----", "-----------------", "--------------");
        for (Map.Entry<String, String> entry : without.entrySet()) {
            String[] key = entry.getKey().split("\t", 2);
            String outcome = with.getOrDefault(entry.getKey(), "missing");
            boolean done = outcome.startsWith("done: ");
            boolean hostile = key[1].startsWith("hostile-");
            // To open a socket is what the fetcher is for: seccomp sees no addresses.
            boolean itsWork = key[0].startsWith("fetch-") && key[1].equals("hostile-socket.txt");
            asPromised &= done == (!hostile || itsWork);
            row(key[0], key[1], entry.getValue(), outcome + (hostile && done && itsWork ? " (its work)" : ""));
        }
        System.out.println();
        return asPromised;
    }

    private static void row(String worker, String work, String without, String with) {
        System.out.printf("%-12s %-26s %-" + COLUMN + "s %s%n", worker, work, cut(without), cut(with));
    }

    private static String cut(String text) {
        return text.length() <= COLUMN ? text : text.substring(0, COLUMN - 1) + "…";
    }
}
