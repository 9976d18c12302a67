package io.github.threadsandbox.it.probe;

import java.lang.management.ManagementFactory;

/** Another agent, which makes the platform's MBean server before {@code main}. */
public final class EarlyJmx {
    private EarlyJmx() {}

    /**
     * Makes it.
     *
     * @param arguments none
     */
    public static void premain(String arguments) {
        Kernel.print("early", ManagementFactory.getPlatformMBeanServer().getMBeanCount() > 0);
    }
}
