package io.github.threadsandbox.it.jdk;

import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Notes which system properties the agent's preload asks for while nothing is confined. Started as an agent, before the other. */
public final class Settings extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> asked = new TreeSet<>();

    private Settings(Properties all) {
        putAll(all);
    }

    /**
     * Puts itself in the place of the system properties.
     *
     * @param arguments none
     */
    public static void premain(String arguments) {
        System.setProperties(new Settings(System.getProperties()));
    }

    /**
     * Prints what was asked for, when nothing more is.
     *
     * @param arguments none
     * @throws InterruptedException if somebody interrupts
     */
    public static void main(String[] arguments) throws InterruptedException {
        Settings settings = (Settings) System.getProperties();
        for (int before = -1; before != settings.count(); TimeUnit.SECONDS.sleep(2)) {
            before = settings.count();
        }
        System.out.println("asked=" + String.join(" ", settings.asked));
        System.exit(0);
    }

    private synchronized int count() {
        return asked.size();
    }

    @Override
    public synchronized String getProperty(String key) {
        if (Thread.currentThread().getName().equals("thread-sandbox-preload")) {
            asked.add(key);
        }
        return super.getProperty(key);
    }

    @Override
    public String getProperty(String key, String otherwise) {
        String value = getProperty(key);
        return value == null ? otherwise : value;
    }
}
