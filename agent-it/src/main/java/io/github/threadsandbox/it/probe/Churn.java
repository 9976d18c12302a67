package io.github.threadsandbox.it.probe;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Confined threads start and end all the time, with and without a {@code run} of their own, while every thread is looked at. */
public final class Churn {
    private static final int LOOKS = 6;

    private static volatile boolean over;

    private Churn() {}

    private static final class OwnRun extends Thread {
        OwnRun(String name) {
            super(name);
        }

        @Override
        public void run() {
            Thread.currentThread().setName("renamed");
        }
    }

    /**
     * Looks.
     *
     * @param arguments none
     * @throws Exception if the bean cannot be asked
     */
    public static void main(String[] arguments) throws Exception {
        Thread churn = new Thread(Churn::churn, "churn");
        churn.start();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.github.threadsandbox:type=Coverage");
        int mismatches = 0;
        long last = 0;
        for (int looks = 0; looks < LOOKS; ) {
            server.invoke(name, "look", null, null);
            long time = (Long) server.getAttribute(name, "Time");
            if (time != last) {
                last = time;
                looks++;
                mismatches += (Integer) server.getAttribute(name, "MismatchCount");
            }
            Thread.sleep(100);
        }
        over = true;
        churn.join();
        Kernel.print("mismatches", mismatches);
        Kernel.print("end", "yes");
    }

    private static void churn() {
        try {
            for (int i = 0; !over; i++) {
                Thread a = new Thread(() -> {}, "role-" + i);
                Thread b = new OwnRun("role-own-" + i);
                Thread c = new OwnRun("plain-" + i);
                a.start();
                b.start();
                c.start();
                a.join();
                b.join();
                c.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
