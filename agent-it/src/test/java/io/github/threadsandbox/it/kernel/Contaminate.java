package io.github.threadsandbox.it.kernel;

import io.github.threadsandbox.bpf.PolicyCompiler;
import io.github.threadsandbox.linux.Arch;
import io.github.threadsandbox.policy.PolicyBuilder;
import io.github.threadsandbox.policy.RuleParser;
import io.github.threadsandbox.seccomp.NativeLibrary;
import io.github.threadsandbox.seccomp.Seccomp;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;

/**
 * Runs in a JVM of its own, with the agent, and does what native code may do to it: a thread without a role puts a filter on
 * itself.
 */
public final class Contaminate {
    private static final int LOOKS = 3;

    private Contaminate() {}

    /**
     * Does it, then waits for a while, or until it was seen and some looks more were taken.
     *
     * @param arguments how many seconds, or {@code seen}
     * @throws Exception if the filter cannot be installed
     */
    public static void main(String[] arguments) throws Exception {
        Arch arch = Arch.of(System.getProperty("os.arch")).orElseThrow();
        Seccomp seccomp = new Seccomp(NativeLibrary.open(arch, Optional.empty()), arch);
        Seccomp.Loaded filter = seccomp.load(PolicyCompiler.compile(
                new PolicyBuilder(arch).base(List.of(new RuleParser(arch).parse("vhangup"))), arch));
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        seccomp.installOnThisThread(filter);
                        done.countDown();
                        TimeUnit.SECONDS.sleep(60);
                    } catch (Exception e) {
                        System.out.println("failed=" + e);
                    }
                },
                "contaminated");
        thread.setDaemon(true);
        thread.start();
        done.await();
        System.out.println("installed=yes");
        if (arguments[0].equals("seen")) {
            for (int seen = 0; seen < LOOKS; seen += mismatches() > 0 ? 1 : 0) {
                // Younger than half a second, a look is as good as a new one.
                TimeUnit.SECONDS.sleep(1);
            }
        } else {
            TimeUnit.SECONDS.sleep(Integer.parseInt(arguments[0]));
        }
        System.out.println("end=yes");
    }

    private static int mismatches() throws Exception {
        return (Integer) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("io.github.threadsandbox:type=Coverage"), "MismatchCount");
    }
}
