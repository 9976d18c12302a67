package io.github.threadsandbox.it.jdk;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.prefs.Preferences;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/** JMX, JFR, attaching, logging and preferences. */
final class ManagementOperations {
    private ManagementOperations() {}

    static void addTo(Operations to) {
        to.add(
                "jmx.heap",
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() > 0);
        to.add("jmx.threads", () -> ManagementFactory.getThreadMXBean().getThreadCount() > 1);
        to.add("jmx.cpuTime", () -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() > 0);
        to.add(
                "jmx.system",
                () -> ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() > 0);
        to.add(
                "jmx.descriptors",
                () -> ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                                .getOpenFileDescriptorCount()
                        > 0);
        to.add("jmx.options", () -> ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxHeapFreeRatio")
                .getValue());
        to.add("jmx.server", () -> ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("java.lang:type=Runtime"), "SpecName"));
        to.add("jmx.collectors", () -> ManagementFactory.getGarbageCollectorMXBeans()
                .size());
        to.add("jmx.connector", () -> JMXConnectorServerFactory.newJMXConnectorServer(
                        new JMXServiceURL("service:jmx:rmi://"), null, ManagementFactory.getPlatformMBeanServer())
                .isActive());
        to.add("jmx.diagnostic", () -> ManagementFactory.getPlatformMBeanServer()
                .isRegistered(new ObjectName("com.sun.management:type=DiagnosticCommand")));
        to.add("jfr.available", jdk.jfr.FlightRecorder::isAvailable);
        to.add("jfr.settings", () -> jdk.jfr.Configuration.getConfiguration("default")
                .getName());
        to.add("attach.list", () -> com.sun.tools.attach.VirtualMachine.list().stream()
                .anyMatch(one ->
                        one.id().equals(String.valueOf(ProcessHandle.current().pid()))));
        to.add("attach.provider", () -> com.sun.tools.attach.spi.AttachProvider.providers()
                .size());
        to.add("attach.none", () -> {
            try {
                return com.sun.tools.attach.VirtualMachine.attach("1073741824");
            } catch (java.io.IOException e) {
                return e.getClass();
            }
        });
        to.add("log.handlers", () -> {
            StringBuilder text = new StringBuilder();
            for (Handler handler : Logger.getLogger("").getHandlers()) {
                text.append(handler.getClass().getSimpleName());
            }
            return text.append(Logger.getLogger("").getLevel());
        });
        to.add("log.logger", () -> Logger.getLogger("a.b").isLoggable(Level.FINE));
        to.add("log.system", () -> System.getLogger("a.c").isLoggable(System.Logger.Level.INFO));
        to.add("log.file", () -> {
            Path file = Files.createTempFile("operation", ".log");
            FileHandler handler = new FileHandler(file.toString());
            handler.publish(new java.util.logging.LogRecord(Level.INFO, "hello"));
            handler.close();
            long size = Files.size(file);
            Files.delete(file);
            return size > 100;
        });
        to.add("prefs", () -> Preferences.userRoot().node("no/such").get("key", "none"));
        to.add("prefs.system", () -> Preferences.systemRoot().absolutePath());
        to.add("process.run", () -> {
            Process process = new ProcessBuilder("/bin/echo", "hello").start();
            return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip()
                    + process.waitFor();
        });
        to.add("process.none", () -> {
            try {
                return new ProcessBuilder("/no/such").start();
            } catch (java.io.IOException e) {
                return e.getMessage();
            }
        });
        to.add("process.exit", () -> {
            Process process = new ProcessBuilder("/bin/true").start();
            return process.onExit()
                    .get(5, java.util.concurrent.TimeUnit.SECONDS)
                    .exitValue();
        });
        to.add(
                "process.handle",
                () -> ProcessHandle.current().info().command().isPresent() + " "
                        + ProcessHandle.allProcesses().count() / 1_000_000);
        to.add("process.environment", () -> System.getenv("PATH") != null);
    }
}
