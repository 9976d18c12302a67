package io.github.threadsandbox.it.torture;

import io.github.threadsandbox.it.Jdk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Hundreds of confined threads come and go at full allocation, stopped and continued at random, recorded by JFR; nothing may grow. */
public final class Soak {
    private static final int LIMIT_SECONDS = 300;

    private Soak() {}

    /**
     * Soaks every JDK, one after the other, for the time of the property {@code torture.time}, {@code 30m} or {@code 90s}; or the one that
     * {@code torture.only} names.
     *
     * @param arguments none
     * @throws Exception if a JVM cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.parse("PT" + System.getProperty("torture.time"));
        List<String> problems = new ArrayList<>();
        for (Jdk jdk : Jdk.all()) {
            if (!jdk.toString().contains(System.getProperty("torture.only", ""))) {
                continue;
            }
            Tally tally = new Tally();
            System.out.println(jdk + ", " + time.toSeconds() + " s:");
            run(jdk, time, tally).forEach(line -> System.out.println("    " + line));
            problems.addAll(tally.problems());
        }
        System.out.println(problems.isEmpty() ? "no error, no growth" : problems.size() + " problems, above");
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    /** Soaks one JDK; what it was like, for people. */
    static List<String> run(Jdk jdk, Duration time, Tally tally) throws IOException, InterruptedException {
        Child child = Child.start(
                jdk,
                List.of(
                        "-Xms512m",
                        "-Xmx512m",
                        "-Xss512k",
                        // The heap is there at once, so that what grows later is something else.
                        "-XX:+AlwaysPreTouch",
                        "-XX:StartFlightRecording=settings=profile,filename=recording.jfr,maxsize=20m,maxage=1m"),
                Soaking.class);
        List<Sample> samples = new ArrayList<>();
        Random random = new Random(1);
        boolean ready = child.says("ready", LIMIT_SECONDS);
        long end = System.nanoTime() + time.toNanos();
        long next = 0;
        while (ready && System.nanoTime() < end && child.isAlive()) {
            Thread.sleep(50 + random.nextInt(400));
            child.signal("STOP");
            Thread.sleep(1 + random.nextInt(80));
            if (System.nanoTime() >= next) {
                // While nothing moves: a thread that ends between two looks is no growth.
                Sample.of(child).ifPresent(samples::add);
                next = System.nanoTime() + time.toNanos() / 120;
            }
            child.signal("CONT");
        }
        if (child.isAlive()) {
            child.tell();
        }
        boolean ended = child.ends(LIMIT_SECONDS);
        List<String> lines = new ArrayList<>(child.lines());
        tally.add(jdk + ", soak", child, ended, 0, "end");
        lines.removeIf(line -> !line.startsWith("threads "));
        for (Growth growth : Growth.of(samples)) {
            tally.check(jdk + ", soak", growth.toString(), growth.isNone());
            lines.add(growth.toString());
        }
        return lines;
    }
}
