package io.github.threadsandbox.it.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Is denied sockets again and again, and watches itself by {@code top}: into a pipe, and on a real terminal, script(1)'s. */
public final class Top {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int SECONDS = 60;
    private static final String PAGE = "\033[H";
    private static final String END = "\033[J";

    private Top() {}

    /**
     * Prints what it saw.
     *
     * @param arguments the agent's jar
     * @throws Exception if a process cannot be run
     */
    public static void main(String[] arguments) throws Exception {
        CountDownLatch denied = new CountDownLatch(1);
        Thread thread = new Thread(() -> beDenied(denied), "run-1\033[31m");
        thread.setDaemon(true);
        thread.start();
        denied.await();
        String top = System.getProperty("java.home") + "/bin/java -jar " + arguments[0] + " top "
                + ProcessHandle.current().pid();
        plain(top);
        screen(top, "q", "quit");
        screen(top, "\003", "interrupted");
        Kernel.print("end", "yes");
    }

    private static void beDenied(CountDownLatch denied) {
        while (true) {
            try {
                new DatagramSocket().close();
            } catch (SocketException e) {
                denied.countDown();
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** Again until the first denial is told. */
    private static void plain(String top) throws IOException, InterruptedException {
        String text = "";
        for (int i = 0; i < SECONDS && !text.contains("LAST DENIALS"); i++) {
            Process process = new ProcessBuilder("sh", "-c", top)
                    .redirectErrorStream(true)
                    .start();
            text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
        }
        Kernel.print("plain", text.replace('\n', '|'));
    }

    private static void screen(String top, String key, String label) throws IOException, InterruptedException {
        Process script = new ProcessBuilder(
                        "script",
                        "-qfec",
                        // Without the trap, some shells end by the interrupt that top takes.
                        "trap : INT; stty rows 30 cols 100; tty; before=$(stty -g); " + top
                                + " --interval 1; echo exit=$?; "
                                + "test \"$before\" = \"$(stty -g)\" && echo as-before",
                        "/dev/null")
                .redirectErrorStream(true)
                .start();
        Screen screen = new Screen(script.getInputStream());
        List<String> page = screen.await(lines -> lines.stream().anyMatch(line -> line.startsWith("compute "))
                && lines.stream().anyMatch(line -> line.startsWith("LAST DENIALS")));
        Kernel.print(label + "/page", String.join("|", page));
        new ProcessBuilder("stty", "-F", screen.terminal(), "rows", "8", "cols", "40")
                .start()
                .waitFor();
        page = screen.await(lines -> lines.size() <= 8);
        Kernel.print(label + "/smaller", String.join("|", page));
        try (OutputStream keys = script.getOutputStream()) {
            keys.write(key.getBytes(StandardCharsets.US_ASCII));
            keys.flush();
            screen.toEnd();
        }
        String rest = screen.text.substring(screen.text.lastIndexOf(END) + END.length());
        Kernel.print(
                label + "/before",
                screen.text.substring(0, screen.text.indexOf(PAGE)).replaceAll("(?s).*\n", ""));
        Kernel.print(label + "/rest", rest.replaceAll("\r*\n", "|"));
    }

    /** What a terminal is sent. */
    private static final class Screen {
        private final InputStream in;
        private final StringBuilder text = new StringBuilder();

        Screen(InputStream in) {
            this.in = in;
        }

        private boolean more() throws IOException {
            byte[] bytes = new byte[4096];
            int length = in.read(bytes);
            if (length > 0) {
                text.append(new String(bytes, 0, length, StandardCharsets.UTF_8));
            }
            return length > 0;
        }

        String terminal() {
            return text.substring(0, text.indexOf("\n")).strip();
        }

        /** The next whole page that is as it should be. */
        List<String> await(Predicate<List<String>> wanted) throws IOException {
            int seen = text.length();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end && more()) {
                int last = text.lastIndexOf(END);
                int first = last < 0 ? -1 : text.lastIndexOf(PAGE, last);
                if (first >= 0 && last > seen) {
                    List<String> lines = new ArrayList<>();
                    Stream.of(text.substring(first + PAGE.length(), last).split("\r*\n", -1))
                            .forEach(line -> lines.add(line.replace("\033[K", "")));
                    if (wanted.test(lines)) {
                        return lines;
                    }
                }
            }
            throw new IllegalStateException(
                    "not on the screen: " + text.toString().replace('\033', '^'));
        }

        void toEnd() throws IOException {
            while (more()) {
                // Until script has ended.
            }
        }
    }
}
