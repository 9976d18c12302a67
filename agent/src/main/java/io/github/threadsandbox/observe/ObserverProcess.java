package io.github.threadsandbox.observe;

import static java.lang.invoke.MethodType.methodType;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.invoke.MethodHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the observer process, past {@code ProcessBuilder.start}: that logs by {@code System.Logger} on some JDKs, which asks the
 * application's service providers; and takes no socket for a standard input. So what lies beneath it is called,
 * {@code ProcessImpl.start}, which closes every other descriptor in the child.
 */
final class ObserverProcess {
    /** A small JVM that nobody attaches to and no terminal's signal reaches. */
    private static final List<String> OPTIONS = List.of(
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xms4m",
            "-Xmx40m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xrs");

    private final MethodHandles.Lookup trusted;
    private final String jar;

    /** As it is at start: later, any code may set that property, and have its own program started here by a thread of the agent's. */
    private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");

    /**
     * For one JDK.
     *
     * @param trusted with full access to a package of {@code java.base}
     * @param jar the agent's
     */
    ObserverProcess(MethodHandles.Lookup trusted, String jar) {
        this.trusted = trusted;
        this.jar = jar;
    }

    /** Starts it with a socket as its standard input. */
    Process start(int socket) throws Throwable {
        if (!Files.isExecutable(java)) {
            throw new IllegalStateException("this JDK has no " + java + " to start it with");
        }
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(OPTIONS);
        command.addAll(List.of("-jar", jar, "observer"));
        Class<?> process = Class.forName("java.lang.ProcessImpl", false, null);
        return (Process) in(process)
                .findStatic(
                        process,
                        "start",
                        methodType(
                                Process.class,
                                String[].class,
                                Map.class,
                                String.class,
                                Redirect[].class,
                                boolean.class))
                .invoke(
                        command.toArray(String[]::new),
                        environment(),
                        "/",
                        new Redirect[] {redirect(socket), Redirect.DISCARD, Redirect.INHERIT},
                        false);
    }

    /** Nothing of the JVM's own, which may have its options: {@code JAVA_TOOL_OPTIONS} and its like. */
    private Object environment() throws Throwable {
        Class<?> type = Class.forName("java.lang.ProcessEnvironment", true, null);
        return in(type).findStatic(type, "emptyEnvironment", methodType(Map.class, int.class))
                .invoke(0);
    }

    /** As {@code ProcessBuilder.startPipeline} gives a descriptor to a process. */
    private Redirect redirect(int descriptor) throws Throwable {
        Class<?> type = Class.forName("java.lang.ProcessBuilder$RedirectPipeImpl", false, null);
        MethodHandles.Lookup lookup = in(type);
        Redirect redirect =
                (Redirect) lookup.findConstructor(type, methodType(void.class)).invoke();
        FileDescriptor file = (FileDescriptor) lookup.findVirtual(type, "getFd", methodType(FileDescriptor.class))
                .invoke(redirect);
        in(FileDescriptor.class)
                .findVarHandle(FileDescriptor.class, "fd", int.class)
                .set(file, descriptor);
        return redirect;
    }

    private MethodHandles.Lookup in(Class<?> type) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(type, trusted);
    }

    /** Reads from a descriptor, waiting. */
    FileInputStream input(int descriptor) throws Throwable {
        FileDescriptor file = (FileDescriptor) in(FileDescriptor.class)
                .findConstructor(FileDescriptor.class, methodType(void.class, int.class))
                .invoke(descriptor);
        return new FileInputStream(file);
    }
}
