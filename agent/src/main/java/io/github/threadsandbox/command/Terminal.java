package io.github.threadsandbox.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The terminal that this process was started from, as a screen: through stty(1), which every system has, and the sequences that all
 * terminals of today know (ECMA-48, xterm's alternate screen). What was there before is there again at the end, however that comes.
 */
final class Terminal implements AutoCloseable {
    private static final String ENTER = "\033[?1049h\033[?25l\033[H\033[2J";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private final PrintWriter out;
    private final String settings;
    private final AtomicBoolean resized = new AtomicBoolean(true);
    private final AtomicBoolean left = new AtomicBoolean();
    private int rows = ROWS;
    private int columns = COLUMNS;

    private Terminal(PrintWriter out, String settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Whether standard input and output are both a terminal that can show a screen. */
    static boolean isThere() throws IOException {
        String kind = System.getenv("TERM");
        return kind != null
                && !kind.isEmpty()
                && !kind.equals("dumb")
                && run(List.of("sh", "-c", "test -t 0 && test -t 1"), Redirect.INHERIT)
                                .exit()
                        == 0;
    }

    /** Makes it a screen: no echo, keys come one by one. */
    static Terminal open(PrintWriter out) throws IOException {
        Done saved = run(List.of("stty", "-g"), Redirect.PIPE);
        if (saved.exit() != 0) {
            throw new IOException("stty -g does not say how the terminal is set");
        }
        Terminal terminal = new Terminal(out, saved.text());
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::leave, "top-end"));
        try {
            // Stopped by a key, it would leave the shell with this screen.
            if (run(List.of("stty", "-icanon", "-echo", "susp", "undef", "min", "0", "time", "0"), Redirect.PIPE)
                            .exit()
                    != 0) {
                throw new IOException("stty cannot set the terminal");
            }
            terminal.watchSize();
            out.print(ENTER);
            out.flush();
            return terminal;
        } catch (IOException e) {
            terminal.leave();
            throw e;
        }
    }

    private record Done(int exit, String text) {}

    private static Done run(List<String> command, Redirect output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Redirect.INHERIT)
                .redirectOutput(output)
                .redirectError(Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean interrupted = false;
        while (true) {
            try {
                int exit = process.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return new Done(exit, text);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** By SIGWINCH where this runtime has {@code sun.misc.Signal}; else the size is as it was. */
    private void watchSize() {
        try {
            ClassLoader system = ClassLoader.getSystemClassLoader();
            Class<?> signal = Class.forName("sun.misc.Signal", true, system);
            Class<?> handler = Class.forName("sun.misc.SignalHandler", true, system);
            Object watch = Proxy.newProxyInstance(system, new Class<?>[] {handler}, (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    resized.set(true);
                }
                return null;
            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("WINCH"), watch);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            resized.set(true);
        }
    }

    /** Whether the size may have changed since it was asked for last. */
    boolean isResized() {
        return resized.get();
    }

    private void size() throws IOException {
        if (resized.getAndSet(false)) {
            String[] size = run(List.of("stty", "size"), Redirect.PIPE).text().split(" ", -1);
            if (size.length == 2 && size[0].matches("[1-9][0-9]{0,3}") && size[1].matches("[1-9][0-9]{0,3}")) {
                rows = Integer.parseInt(size[0]);
                columns = Integer.parseInt(size[1]);
            }
        }
    }

    int rows() throws IOException {
        size();
        return rows;
    }

    int columns() throws IOException {
        size();
        return columns;
    }

    /** Shows lines, in place of what was there. */
    void show(List<String> lines) {
        StringBuilder page = new StringBuilder("\033[H");
        for (int i = 0; i < lines.size(); i++) {
            page.append(lines.get(i)).append("\033[K").append(i + 1 < lines.size() ? "\r\n" : "");
        }
        out.print(page.append("\033[J"));
        out.flush();
    }

    /** A key that was pressed, or -1. */
    int key() throws IOException {
        InputStream in = System.in;
        return in.available() > 0 ? in.read() : -1;
    }

    private void leave() {
        if (left.getAndSet(true)) {
            return;
        }
        out.print(LEAVE);
        out.flush();
        try {
            run(List.of("stty", settings), Redirect.PIPE);
        } catch (IOException e) {
            out.println("the terminal cannot be set as it was: try 'stty sane' (" + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        leave();
    }
}
