package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;
import io.github.threadsandbox.it.probe.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The JVMs of a combination of JDK and collector. */
final class Runs {
    /** For one JVM: nothing here takes so long on a machine that does something else as well. */
    private static final int LIMIT_SECONDS = 300;

    private final Jdk jdk;
    private final Collector collector;
    private final Tally tally;

    Runs(Jdk jdk, Collector collector, Tally tally) {
        this.jdk = jdk;
        this.collector = collector;
        this.tally = tally;
    }

    /** A small heap that must grow, a small code cache that must grow, limits that can be reached. */
    private List<String> options(String... more) {
        List<String> options = new ArrayList<>(List.of(
                collector.option(),
                "-Xms16m",
                "-Xss512k",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=48m",
                "-XX:MaxMetaspaceSize=96m",
                "-XX:InitialCodeCacheSize=4m"));
        options.addAll(List.of(more));
        return options;
    }

    private String name(String run) {
        return jdk + ", " + collector + ", " + run;
    }

    /** All of them, those that take longest first. */
    void all(int seconds) throws Exception {
        List<Beside.Run> all =
                new ArrayList<>(List.of(() -> observed(seconds), () -> outside(seconds), () -> inside(seconds)));
        all.addAll(endings());
        all.add(this::denied);
        Beside.all(all);
    }

    /** Every workload, and many at once for some seconds. */
    void inside(int seconds, String... more) throws IOException, InterruptedException {
        Child child = Child.start(jdk, options(more), Inside.class, Integer.toString(seconds));
        tally.add(name("inside"), child, child.ends(LIMIT_SECONDS), 0, "end");
    }

    /** The same, recorded, logged and accounted for by everything that HotSpot has. */
    void observed(int seconds) throws IOException, InterruptedException {
        inside(
                seconds,
                "-XX:StartFlightRecording=settings=profile,filename=recording.jfr,dumponexit=true",
                "-Xlog:gc*,class+load,exceptions,safepoint,stackwalk=debug:file=jvm.log::filecount=0",
                "-XX:NativeMemoryTracking=summary",
                "-XX:+UseStringDeduplication");
    }

    /** A thousand threads are denied at once, and the collector runs while the observer holds them. */
    void denied() throws IOException, InterruptedException {
        Child child = Child.start(jdk, options(), Observed.class, "crowd");
        tally.add(name("denied"), child, child.ends(LIMIT_SECONDS), 0, "end=yes", "denied=1000");
    }

    /** Stopped and continued, dumped, attached to. */
    void outside(int seconds) throws IOException, InterruptedException {
        Child child = Child.start(jdk, options("-XX:NativeMemoryTracking=summary"), Outside.class);
        boolean ready = child.says("ready", LIMIT_SECONDS);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Random random = new Random(1);
        stopAndContinue(child, random, 5);
        jcmd(child);
        jstack(child);
        do {
            child.signal("QUIT");
            stopAndContinue(child, random, 5);
        } while (System.nanoTime() < end && child.isAlive());
        if (ready && child.isAlive()) {
            child.tell();
        }
        boolean ended = child.ends(LIMIT_SECONDS);
        List<String> lines = child.lines();
        tally.check(
                name("outside"),
                "SIGQUIT printed no threads",
                lines.stream().anyMatch(line -> line.startsWith("Full thread dump")));
        tally.add(name("outside"), child, ended, 0, "end");
    }

    private static void stopAndContinue(Child child, Random random, int times)
            throws IOException, InterruptedException {
        for (int i = 0; i < times && child.isAlive(); i++) {
            child.signal("STOP");
            Thread.sleep(5 + random.nextInt(60));
            child.signal("CONT");
            Thread.sleep(5 + random.nextInt(60));
        }
    }

    private void jcmd(Child child) throws IOException, InterruptedException {
        Path commands = Files.write(
                child.directory().resolve("commands.txt"),
                List.of(
                        locks() ? "Thread.print -l" : "Thread.print",
                        "GC.run",
                        "GC.heap_info",
                        "GC.class_histogram",
                        "GC.heap_dump " + child.directory().resolve("heap.hprof"),
                        "Compiler.codecache",
                        "VM.metaspace",
                        "VM.native_memory",
                        "VM.stringtable",
                        "VM.classloaders",
                        "JFR.start name=torture settings=profile",
                        "VM.log output=stdout what=safepoint",
                        "JFR.dump name=torture filename=" + child.directory().resolve("outside.jfr"),
                        "JFR.stop name=torture",
                        "VM.log disable"));
        String out = tool(child, "jcmd", Long.toString(child.pid()), "-f", commands.toString());
        tally.check(name("outside"), "jcmd Thread.print: " + out, out.contains("\"role-1\""));
        tally.check(
                name("outside"),
                "jcmd GC.heap_dump wrote nothing",
                !child.files("heap.hprof").isEmpty());
        tally.check(
                name("outside"),
                "jcmd JFR.dump wrote nothing",
                !child.files("outside.jfr").isEmpty());
    }

    private void jstack(Child child) throws IOException, InterruptedException {
        String pid = Long.toString(child.pid());
        String out = locks() ? tool(child, "jstack", "-l", pid) : tool(child, "jstack", pid);
        tally.check(name("outside"), "jstack: " + out, out.contains("\"role-1\""));
    }

    /**
     * Whether the JVM survives being asked for owned locks. It looks for them through the whole heap, and in JDK 17 Shenandoah's walk
     * meets objects whose class is being unloaded: SIGSEGV in {@code FindInstanceClosure}, seen on 17.0.15 in these workloads
     * without the agent, after a dozen dumps.
     */
    private boolean locks() {
        return collector != Collector.SHENANDOAH || jdk.feature() > 17;
    }

    private String tool(Child child, String name, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(jdk.home().resolve("bin").resolve(name).toString()));
        command.addAll(Arrays.asList(arguments));
        Path out = child.directory().resolve(name + ".txt");
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        return Files.readString(out);
    }

    /** The ways in which a confined thread ends a JVM. */
    private List<Beside.Run> endings() {
        return List.of(
                this::outOfMemory,
                () -> ending("memory", 3, "begin memory", "-XX:+ExitOnOutOfMemoryError"),
                () -> ending("memory", Tally.ABORTED, "begin memory", "-XX:+CrashOnOutOfMemoryError"),
                () -> ending("exit", 7, "hook"),
                () -> ending("halt", 9, "begin halt"),
                () -> ending("last", 0, "hook"),
                () -> ending("uncaught", 0, "hook"),
                () -> ending("crash", Tally.ABORTED, "begin crash"));
    }

    private void outOfMemory() throws IOException, InterruptedException {
        // The JVM's own dump is refused beside such a role.
        Path dump = Files.createTempDirectory("torture").resolve("dump.hprof");
        ending(
                "memory",
                0,
                "end",
                "-XX:OnOutOfMemoryError=" + jdk.home().resolve("bin/jcmd") + " %p GC.heap_dump " + dump
                        + " > /dev/null 2>&1 &");
        Files.deleteIfExists(dump);
    }

    void ending(String how, int exitCode, String last, String... more) throws IOException, InterruptedException {
        Child child = Child.start(jdk, options(more), Ending.class, how);
        String run = name(how + " " + String.join(" ", more));
        tally.check(run, "not begun", child.says("begin " + how, LIMIT_SECONDS));
        tally.add(run, child, child.ends(LIMIT_SECONDS), exitCode, last);
    }
}
