package io.github.threadsandbox.it.probe;

import io.github.threadsandbox.it.torture.Memory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Has a confined thread do what the JVM or the JDK does something else for. */
public final class Effects {
    private Effects() {}

    /**
     * Does it.
     *
     * @param arguments {@code memory FILE}, {@code load} or {@code name NAME}
     * @throws Exception if a thread cannot be joined
     */
    public static void main(String[] arguments) throws Exception {
        Thread confined = new Thread(() -> Kernel.print("confined", confined(arguments)), "strict-1");
        confined.start();
        confined.join();
        switch (arguments[0]) {
            case "memory" -> Kernel.print("main", waitFor(Path.of(arguments[1])));
            case "load" -> Hello.main(arguments);
            default -> Kernel.print("main", find(arguments[1]));
        }
    }

    private static String confined(String... arguments) {
        return switch (arguments[0]) {
            case "memory" -> fill();
            case "load" -> load();
            default -> find(arguments[1]);
        };
    }

    private static String fill() {
        Memory.exhaust();
        return "out of memory";
    }

    private static String waitFor(Path file) throws Exception {
        for (int i = 0; i < 300; i++) {
            if (Files.exists(file) && Files.size(file) > 0) {
                return "dumped";
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return "no dump";
    }

    /** Enough lines in the log to turn it over more than once. */
    private static String load() {
        for (Class<?> type : new Class<?>[] {java.util.concurrent.Phaser.class, javax.swing.JTable.class}) {
            loadAll(type.getModule());
        }
        return "loaded";
    }

    private static void loadAll(Module module) {
        module.getDescriptor().exports().stream()
                .map(exports -> exports.source())
                .forEach(name -> Class.forName(module, name + ".NoSuchClass"));
        for (String name :
                new String[] {"Box", "JTree", "JMenu", "JList", "JSpinner", "JSlider", "JFrame", "JDialog"}) {
            Class.forName(module, "javax.swing." + name);
        }
    }

    private static String find(String name) {
        try {
            return InetAddress.getAllByName(name).length > 0 ? "found" : "none";
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
