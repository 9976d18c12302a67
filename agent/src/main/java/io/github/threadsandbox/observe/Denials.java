package io.github.threadsandbox.observe;

import io.github.threadsandbox.confine.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the observer told: logged, counted, and the last of it kept for whoever asks. */
public final class Denials {
    private static final Logger LOG = LoggerFactory.getLogger("thread-sandbox");
    private static final String PREFIX = "thread-sandbox.denials.";
    private static final int KEPT = 100;

    /** Lines of the log in a row, and how many more come to that in a second. */
    private static final int LINES_AT_ONCE = 100;

    private static final int LINES_A_SECOND = 10;

    private final FlightRecorder recorder;
    private final Deque<String> last = new ArrayDeque<>();
    private final Map<String, OfRole> byRole = new TreeMap<>();
    private final boolean observed;
    private double lines = LINES_AT_ONCE;
    private long refilled = System.nanoTime();
    private long unlogged;

    private final boolean logs;
    private LogLines log;

    /**
     * None so far.
     *
     * @param recorder takes each as well
     * @param observed whether there will be any: denials are told
     * @param logs whether they are for the log; they are not where somebody learns from their file
     */
    public Denials(FlightRecorder recorder, boolean observed, boolean logs) {
        this.recorder = recorder;
        this.observed = observed;
        this.logs = logs;
    }

    /** Where they are logged. */
    void log(LogLines lines) {
        log = lines;
    }

    /** Where they are recorded. */
    FlightRecorder recorder() {
        return recorder;
    }

    /** What was told, and what the observer of now has counted. */
    private static final class OfRole {
        private Counts.Count before = Counts.Count.NONE;
        private Counts.Count told = Counts.Count.NONE;
        private Counts.Count counted = Counts.Count.NONE;

        /** Told at once are the first, counted a moment later all. */
        Counts.Count all() {
            return before.plus(told.most(counted));
        }
    }

    private OfRole ofRole(String role) {
        return byRole.computeIfAbsent(role, key -> new OfRole());
    }

    /** Takes what the observer has counted of a role since it began. */
    synchronized void counted(String role, Counts.Count count) {
        ofRole(role).counted = count;
    }

    /** The next observer begins to count anew. */
    synchronized void observerEnded() {
        for (OfRole role : byRole.values()) {
            role.before = role.all();
            role.told = Counts.Count.NONE;
            role.counted = Counts.Count.NONE;
        }
    }

    /** Takes a denial, and how many before it were not told. */
    void add(long lostBefore, Denial denial) {
        if (lostBefore > 0) {
            log.warn(lostBefore + " lines of denials were not told: this JVM did not take them in time");
        }
        synchronized (this) {
            OfRole role = ofRole(denial.role());
            role.told = role.told.with(denial.audit(), denial.count());
            if (last.size() == KEPT) {
                last.remove();
            }
            last.add(denial.json());
        }
        recorder.add(denial);
        if (logs) {
            log(denial);
        }
    }

    /** Loads what a denial takes, while there is memory: a class whose initialiser fails is lost for good. */
    void warmUp() {
        List<String> frames = Frames.of(List.of(new Throwable().getStackTrace()), 2);
        Denial denial = new Denial(
                0,
                false,
                "",
                "",
                new Asker("", "", "", List.of(new Kind("", "", ""))),
                0,
                new DecodedCall("", Map.of("", ""), "", "", 0),
                "",
                "",
                1,
                "",
                frames,
                "");
        Wire.Out out = new Wire.Out(Wire.DENIAL);
        denial.fitting().write(out);
        Denial read = Denial.read(new Wire.In(out.message(), out.message().length));
        LOG.debug("{} {} {}", read.line(), read.json(), Asker.UNKNOWN);
    }

    private void log(Denial denial) {
        long now = System.nanoTime();
        double more = (now - refilled) / (double) TimeUnit.SECONDS.toNanos(1) * LINES_A_SECOND;
        lines = Math.min(LINES_AT_ONCE, lines + more);
        refilled = now;
        if (lines < 1) {
            unlogged += denial.count();
            return;
        }
        lines--;
        tellUnlogged();
        log.warn(denial.line());
    }

    /** How many were too many to log each. */
    void tellUnlogged() {
        if (unlogged > 0) {
            log.warn(unlogged + " denials more, too many to log each");
            unlogged = 0;
        }
    }

    /**
     * For JMX.
     *
     * @return {@code DeniedCount} and {@code AuditedCount}, how many calls were denied, or would have been, as far as the observer
     *     saw them; and {@code LastDenials}, at most 100 lines of JSON, the oldest first
     */
    public synchronized Map<String, Object> forManagement() {
        Counts.Count all = Counts.Count.NONE;
        for (OfRole role : byRole.values()) {
            all = all.plus(role.all());
        }
        return Map.of(
                "DeniedCount", all.denied(), "AuditedCount", all.audited(), "LastDenials", last.toArray(String[]::new));
    }

    /**
     * For {@code top}, through the properties that the JVM gives to whoever attaches.
     *
     * @return names that begin with {@code thread-sandbox.denials.}: how many by role, as {@code DENIED AUDITED ROLE}, and the last as
     *     lines of JSON, the newest first; nothing where denials are not told
     */
    public synchronized Map<String, String> forAttach() {
        Map<String, String> answer = new HashMap<>();
        if (!observed) {
            return answer;
        }
        answer.put(PREFIX + "roles", Integer.toString(byRole.size()));
        int number = 0;
        for (Map.Entry<String, OfRole> role : byRole.entrySet()) {
            Counts.Count count = role.getValue().all();
            answer.put(PREFIX + "role." + number, count.denied() + " " + count.audited() + " " + role.getKey());
            number++;
        }
        number = 0;
        for (Iterator<String> newest = last.descendingIterator(); newest.hasNext(); number++) {
            answer.put(PREFIX + "last." + number, newest.next());
        }
        return answer;
    }
}
