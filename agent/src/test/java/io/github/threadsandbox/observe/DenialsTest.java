package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DenialsTest {
    private final Denials denials = new Denials(
            new FlightRecorder(type -> {
                throw new AssertionError("nobody records");
            }),
            true,
            false);

    private void are(long expected) {
        assertEquals(expected, denials.forManagement().get("DeniedCount"));
        assertEquals(
                expected + " 0 " + DenialTest.denial(1).role(),
                denials.forAttach().get("thread-sandbox.denials.role.0"));
    }

    @Test
    void countsWhatIsNotToldYet() {
        String role = DenialTest.denial(1).role();
        denials.add(0, DenialTest.denial(1));
        are(1);
        denials.counted(role, new Counts.Count(40, 0));
        are(40);
        denials.add(0, DenialTest.denial(39));
        are(40);
        denials.add(0, DenialTest.denial(1));
        are(41);
    }

    @Test
    void anotherObserverBeginsToCountAnew() {
        String role = DenialTest.denial(1).role();
        denials.add(0, DenialTest.denial(1));
        denials.counted(role, new Counts.Count(40, 0));
        denials.observerEnded();
        are(40);
        denials.add(0, DenialTest.denial(1));
        are(41);
        denials.counted(role, new Counts.Count(2, 0));
        are(42);
    }

    @Test
    void theObserverSaysEachChangeOnce() {
        Counts counts = new Counts();
        counts.add(DenialTest.denial(3));
        counts.add(DenialTest.denial(2));
        assertEquals(Map.of(DenialTest.denial(1).role(), new Counts.Count(5, 0)), counts.changed());
        counts.changed().clear();
        counts.add(DenialTest.denial(1));
        assertEquals(Map.of(DenialTest.denial(1).role(), new Counts.Count(6, 0)), counts.changed());
    }
}
