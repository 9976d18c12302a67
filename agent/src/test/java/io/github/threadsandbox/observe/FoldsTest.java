package io.github.threadsandbox.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private final List<Denial> told = new ArrayList<>();
    private final Folds folds = new Folds(told::add);

    @Test
    void tellsTheFirstAtOnceAndCountsTheOthers() {
        for (int i = 0; i < 100_000; i++) {
            folds.add(DenialTest.denial(1), 0);
        }
        assertEquals(List.of(1L), counts());
        folds.tellDue(TimeUnit.MILLISECONDS.toNanos(999));
        assertEquals(List.of(1L), counts());
        folds.tellDue(TimeUnit.SECONDS.toNanos(1));
        assertEquals(List.of(1L, 99_999L), counts());
        folds.add(DenialTest.denial(1), TimeUnit.SECONDS.toNanos(2));
        folds.tellDue(TimeUnit.SECONDS.toNanos(2));
        assertEquals(2, told.size());
        folds.tellDue(TimeUnit.SECONDS.toNanos(12));
        assertEquals(List.of(1L, 99_999L, 1L), counts());
    }

    @Test
    void namesTheThreadOfTheFirstThatALineStandsFor() {
        for (String thread : List.of("run-1", "run-2", "run-3")) {
            folds.add(DenialTest.denial(1, new Asker(thread, "", "", List.of())), 0);
        }
        folds.tellAll();
        assertEquals(List.of(1L, 2L), counts());
        assertEquals(
                List.of("run-1", "run-2"), told.stream().map(Denial::thread).toList());
    }

    @Test
    void tellsWhatIsLeftAtTheEnd() {
        folds.add(DenialTest.denial(1), 0);
        folds.add(DenialTest.denial(1), 0);
        folds.tellAll();
        folds.tellAll();
        assertEquals(List.of(1L, 1L), counts());
    }

    @Test
    void aStormOfDifferentOnesIsBoundedAndCountedWhole() {
        int storm = 100_000;
        for (int i = 0; i < storm; i++) {
            folds.add(atPath("/tmp/" + i), 0);
        }
        assertTrue(told.size() <= 1001, () -> told.size() + " lines");
        folds.tellAll();
        assertEquals(storm, told.stream().mapToLong(Denial::count).sum());
        assertTrue(told.get(told.size() - 1).note().contains("too many"), () -> told.get(told.size() - 1)
                .json());
    }

    @Test
    void remembersFewOfLongOnes() {
        String folder = "/" + "x".repeat(4000) + "/";
        for (int i = 0; i < 4000; i++) {
            folds.add(atPath(folder + i), TimeUnit.SECONDS.toNanos(i));
        }
        int before = told.size();
        folds.add(atPath(folder + 0), TimeUnit.SECONDS.toNanos(4000));
        folds.add(atPath(folder + 3999), TimeUnit.SECONDS.toNanos(4000));
        assertEquals(before + 1, told.size(), "the first is forgotten, the last is not");
        folds.tellAll();
        assertEquals(4002, told.stream().mapToLong(Denial::count).sum());
        assertTrue(folds.characters() <= 3_000_000, () -> folds.characters() + " characters");
    }

    private static Denial atPath(String path) {
        Denial one = DenialTest.denial(1);
        return new Denial(
                one.millis(),
                one.audit(),
                one.role(),
                one.roles(),
                one.asker(),
                one.tid(),
                new DecodedCall("openat", Map.of(), path, "", -1),
                one.use(),
                one.errno(),
                1,
                one.allow(),
                one.stack(),
                "");
    }

    private List<Long> counts() {
        return told.stream().map(Denial::count).toList();
    }
}
