package io.github.threadsandbox.it.jdk;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every class of the JDK that has an initialiser. */
public final class Initialisers {
    private Initialisers() {}

    /** Fails for one class. */
    private record Failure(String className, String how) {}

    /**
     * Lists the classes ({@code list}); or has the initialisers of those in the standard input run, on a thread first
     * ({@code fail NAME}) and then on the main thread, and prints which fail there.
     *
     * @param arguments what to do
     * @throws Exception if the JDK's image cannot be read, or a thread not be joined
     */
    public static void main(String[] arguments) throws Exception {
        // One of the initialisers puts another one in its place.
        PrintStream out = System.out;
        switch (arguments[0]) {
            case "list" -> list().forEach(out::println);
            case "fail" -> {
                List<String> classes = input();
                List<Failure> first = new ArrayList<>();
                Thread thread = new Thread(() -> first.addAll(failing(classes)), arguments[1]);
                thread.start();
                thread.join();
                out.println("first=" + first.size());
                failing(classes).forEach(failure -> out.println("fails/" + failure.className() + "=" + failure.how()));
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        out.println("end=yes");
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Read before anything else: nothing but what a JVM has open already. */
    private static List<String> input() throws IOException {
        return List.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
    }

    private static List<String> list() throws IOException {
        try (Stream<Path> files =
                Files.walk(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules"))) {
            return files.filter(file -> file.toString().endsWith(".class") && hasInitialiser(file))
                    .map(file -> file.subpath(2, file.getNameCount()).toString().replace('/', '.'))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> !name.equals("module-info"))
                    .toList();
        }
    }

    /** Whether the class file has the name of the method in its constants. */
    private static boolean hasInitialiser(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("<clinit>");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Failure> failing(List<String> classes) {
        List<Failure> failing = new ArrayList<>();
        for (String name : classes) {
            String outcome = Operations.outcome(() -> initialise(name));
            if (outcome.startsWith("failed")) {
                failing.add(new Failure(name, outcome));
            }
        }
        return failing;
    }

    private static Object initialise(String name) throws ClassNotFoundException {
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }
}
