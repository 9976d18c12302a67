package io.github.threadsandbox.it.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mvel2.MVEL;
import org.mvel2.templates.TemplateRuntime;

/**
 * A service with three workers, each a thread: {@code summarise-1} sums up documents from a folder, {@code fetch-1}
 * fetches pages over HTTP, {@code run-1} runs code that it was given. All three meet text that somebody else wrote,
 * and all three give it to an expression language that can reach any Java class, as template engines and rule engines
 * do. The service knows nothing of the agent.
 *
 * <p>Prints one line for each piece of work: worker, work, outcome, separated by tabs.
 */
public final class Service {
    private final Path documents;
    private final Path hostile;
    private final URI pages;
    private final Map<String, Object> variables;

    private Service(Path documents, Path hostile, URI pages, Path outside) {
        this.documents = documents;
        this.hostile = hostile;
        this.pages = pages;
        this.variables = Map.of("quantity", 3, "price", 14, "port", pages.getPort(), "outside", outside.toString());
    }

    /**
     * Runs the service once over its input.
     *
     * @param arguments folder of documents, folder of hostile input, address of the pages, a file that nothing should
     *     write to
     * @throws Exception if the input cannot be read
     */
    public static void main(String[] arguments) throws Exception {
        new Service(Path.of(arguments[0]), Path.of(arguments[1]), URI.create(arguments[2]), Path.of(arguments[3]))
                .work();
    }

    private void work() throws Exception {
        // As services do before they take work: every code path once, on harmless input, on the main thread.
        summarise(new java.io.ByteArrayInputStream("warm @{1 + 1}".getBytes(StandardCharsets.UTF_8)));
        fetch("order.html");
        run("1 + 1");

        // The folder is opened here, by the service: its workers read what they are handed and open nothing.
        List<Work> summaries = new ArrayList<>();
        for (Path document : list(documents)) {
            InputStream open = Files.newInputStream(document);
            summaries.add(new Work("summary of " + document.getFileName(), () -> summarise(open)));
        }
        List<Work> fetches = new ArrayList<>();
        fetches.add(new Work("page order.html", () -> fetch("order.html")));
        List<Work> runs = new ArrayList<>();
        runs.add(new Work("quantity * price", () -> run("quantity * price")));
        for (Path file : list(hostile)) {
            InputStream open = Files.newInputStream(file);
            String name = file.getFileName().toString();
            String code = templateCode(Files.readString(file));
            summaries.add(new Work(name, () -> summarise(open)));
            fetches.add(new Work(name, () -> fetch(name)));
            runs.add(new Work(name, () -> run(code)));
        }
        join(List.of(worker("summarise-1", summaries), worker("fetch-1", fetches), worker("run-1", runs)));
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }

    private String summarise(InputStream document) throws IOException {
        try (document) {
            String text = template(new String(document.readAllBytes(), StandardCharsets.UTF_8));
            return text.lines().findFirst().orElse("") + " (" + text.split("\\s+").length + " words)";
        }
    }

    private String fetch(String page) throws IOException {
        try (InputStream body = pages.resolve(page).toURL().openStream()) {
            return template(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private String run(String code) {
        return String.valueOf(MVEL.eval(code, new HashMap<>(variables)));
    }

    private String template(String text) {
        return String.valueOf(TemplateRuntime.eval(text, new HashMap<>(variables)));
    }

    private static String templateCode(String text) {
        return text.substring(text.indexOf("@{") + 2, text.lastIndexOf('}'));
    }

    private static Thread worker(String name, List<Work> list) {
        Thread thread = new Thread(
                () -> {
                    for (Work work : list) {
                        System.out.println(name + "\t" + work.name() + "\t" + outcome(work.task()));
                    }
                },
                name);
        thread.start();
        return thread;
    }

    private static void join(List<Thread> workers) throws InterruptedException {
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static String outcome(Task task) {
        try {
            return "done: " + task.run().strip().replaceAll("\\s+", " ");
        } catch (Exception | LinkageError failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && cause.getCause() != cause) {
                cause = cause.getCause();
            }
            // "file (reason)", as the JDK puts it: the reason.
            return "failed: "
                    + String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").replaceAll("^.*\\((.*)\\)$", "$1");
        }
    }

    private interface Task {
        String run() throws Exception;
    }

    private record Work(String name, Task task) {}
}
