package io.github.threadsandbox.it.probe;

import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Is denied the same again and again, which is told seldom, and asks how often it was. */
public final class Counted {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MOST = TimeUnit.SECONDS.toNanos(40);
    private static final Pattern COUNT = Pattern.compile("\"count\":([0-9]+)");

    private Counted() {}

    /**
     * Prints {@code counted=yes} when more denials are counted than were told, twice with the count grown in between; why the threads
     * cannot be looked at; and which of some attributes there are.
     *
     * @param arguments none
     * @throws JMException if the agent's bean cannot be asked
     */
    public static void main(String[] arguments) throws JMException {
        Thread thread = new Thread(Counted::beDenied, "run-1");
        thread.setDaemon(true);
        thread.start();
        long end = System.nanoTime() + MOST;
        long first = 0;
        boolean grew = false;
        while (!grew && System.nanoTime() < end) {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName bean = new ObjectName("io.github.threadsandbox:type=Coverage");
            long counted = (long) server.getAttribute(bean, "DeniedCount");
            // Asked later: what is told meanwhile can only make it more.
            long told = told((String[]) server.getAttribute(bean, "LastDenials"));
            if (counted > told) {
                grew = first > 0 && counted > first;
                first = first == 0 ? counted : first;
            }
            LockSupport.parkNanos(PAUSE);
        }
        Kernel.print("counted", grew ? "yes" : "no");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName bean = new ObjectName("io.github.threadsandbox:type=Coverage");
        Kernel.print("problem", server.getAttribute(bean, "Problem").toString());
        List<String> given = new ArrayList<>();
        String[] names = {"Generation", "DeniedCount", "Threads", "Problem"};
        server.getAttributes(bean, names).asList().forEach(attribute -> given.add(attribute.getName()));
        Kernel.print("given", given.toString());
    }

    private static long told(String[] lines) {
        long told = 0;
        for (String line : lines) {
            Matcher count = COUNT.matcher(line);
            told += count.find() ? Long.parseLong(count.group(1)) : 0;
        }
        return told;
    }

    private static void beDenied() {
        while (true) {
            try {
                new DatagramSocket().close();
            } catch (SocketException e) {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }
}
