package io.github.threadsandbox.it.probe;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** Threads of every kind; then asks for their status: by JMX, on a thread without and on one with a role, and from outside. */
public final class Status {
    private static final CountDownLatch UP = new CountDownLatch(4);
    private static final Object NEVER = new Object();

    private Status() {}

    /** Never comes to {@code Thread.run}. */
    private static final class OwnRun extends Thread {
        OwnRun(String name) {
            super(name);
        }

        @Override
        public void run() {
            stay();
        }
    }

    private static void stay() {
        UP.countDown();
        synchronized (NEVER) {
            try {
                while (true) {
                    NEVER.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Asks.
     *
     * @param arguments the agent's jar
     * @throws Exception if the status cannot be asked for
     */
    public static void main(String[] arguments) throws Exception {
        start(new Thread(Status::stay, "role-a"));
        start(new OwnRun("role-with-a-run-of-its-own"));
        start(new Thread(Status::stay, "plain-a"));
        start(new OwnRun("plain-with-a-run-of-its-own"));
        UP.await();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> {}).get();
        ForkJoinPool.commonPool().submit(() -> {}).get();
        CountDownLatch timed = new CountDownLatch(1);
        Timer timer = new Timer("timer", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        timed.countDown();
                    }
                },
                0);
        timed.await();

        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.github.threadsandbox:type=Coverage");
        bean("plain", server, name);
        Thread confined = new Thread(() -> bean("role", server, name), "role-asks");
        confined.start();
        confined.join();
        if (server.isRegistered(name)) {
            Kernel.print("loader", server.getClassLoaderFor(name));
            Kernel.print("class", server.getMBeanInfo(name).getClassName());
            Kernel.print("written", written(server, name));
        }

        String jar = arguments[0];
        Kernel.print("text", command(jar, "status", pid()));
        Kernel.print("json", command(jar, "status", pid(), "--format", "json"));
        timer.cancel();
        pool.shutdown();
        Kernel.print("end", "yes");
    }

    private static void start(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static void bean(String who, MBeanServer server, ObjectName name) {
        try {
            long begin = System.currentTimeMillis();
            CompositeData[] threads = (CompositeData[]) server.invoke(name, "look", null, null);
            while ((Long) server.getAttribute(name, "Time") < begin) {
                // A look as young as half a second is as good as a new one.
                LockSupport.parkNanos(50_000_000);
                threads = (CompositeData[]) server.invoke(name, "look", null, null);
            }
            List<String> seen = new ArrayList<>();
            boolean ofTheJdk = true;
            for (CompositeData thread : threads) {
                seen.add(thread.get("name") + " " + thread.get("role") + " "
                        + ((Integer) thread.get("filters") - (Integer) server.getAttribute(name, "BaseFilters")) + " "
                        + thread.get("state"));
                ofTheJdk &= thread.getClass().getClassLoader() == null;
                for (Object value : thread.values()) {
                    ofTheJdk &= value.getClass().getClassLoader() == null;
                }
            }
            Kernel.print(who + "/threads", seen);
            Kernel.print(who + "/ofTheJdk", ofTheJdk);
            Kernel.print(
                    who + "/counts",
                    server.getAttribute(name, "MismatchCount") + " of "
                            + (threads.length == (Integer) server.getAttribute(name, "ThreadCount")) + " "
                            + server.getAttribute(name, "ConfinedCount"));
            Kernel.print(
                    who + "/all",
                    server.getAttributes(name, new String[] {"Time", "Threads", "None"})
                            .size());
        } catch (Exception e) {
            Kernel.print(who + "/threads", e);
        }
    }

    private static String written(MBeanServer server, ObjectName name) {
        try {
            server.setAttribute(name, new Attribute("MismatchCount", 0));
            return "done";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }

    /** Runs the agent's command line; its output on one line, lines ended by a bar. */
    static String command(String jar, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return process.waitFor() + " " + out.replace("\n", "|");
    }
}
