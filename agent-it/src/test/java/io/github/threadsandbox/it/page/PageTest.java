package io.github.threadsandbox.it.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Row HELD = new Row(
            "JDK 17", "start a thread", "10 us", "10 us", Optional.of(new Spread(1, 0.9, 1.02, 5)), Bar.atMost(1.05));
    private static final Row NOT_HELD =
            new Row("", "a|b < c", "3 ns", "2 ns", Optional.of(new Spread(1.5, 1.4, 1.6, 5)), Bar.atMost(1));
    private static final Row FIGURE = new Row("", "memory", "3 KB", "", Optional.empty(), Bar.NONE);

    private static Section section(Optional<String> problem, Row... rows) {
        return new Section("threads", "Threads", "About threads.", List.of(rows), List.of(), problem, 7);
    }

    private static String page(Section... sections) {
        return new Page(List.of("two cores"), List.of("How."), List.of(sections), "charts").markdown();
    }

    @Test
    void medianAndQuartilesOfRoundsInAnyOrder() {
        assertEquals(new Spread(3, 2, 4, 5), Spread.of(List.of(5.0, 1.0, 3.0, 2.0, 4.0)));
        assertEquals(new Spread(1.5, 1.25, 1.75, 2), Spread.of(List.of(2.0, 1.0)));
        assertEquals(new Spread(7, 7, 7, 1), Spread.of(List.of(7.0)));
    }

    @Test
    void ratiosAreOfTheSameRound() {
        assertEquals(new Spread(2, 2, 2, 2), Spread.ofRatios(List.of(2.0, 20.0), List.of(1.0, 10.0)));
    }

    @Test
    void whatIsNoMeasurementIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of(1.0, Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> Spread.ofRatios(List.of(1.0), List.of()));
        assertThrows(IllegalArgumentException.class, () -> Spread.ofRatios(List.of(1.0), List.of(0.0)));
    }

    @Test
    void barIsOpenWhereItLiesWithinTheSpread() {
        Spread spread = new Spread(1, 0.9, 1.2, 5);
        assertEquals(Optional.of("open"), Bar.atMost(1.1).verdict(spread));
        assertEquals(Optional.of("held"), Bar.atMost(1.3).verdict(spread));
        assertEquals(Optional.of("not held"), Bar.atMost(0.8).verdict(spread));
        assertEquals(Optional.of("held"), Bar.atLeast(0.8).verdict(spread));
        assertEquals(Optional.of("not held"), Bar.atLeast(1.3).verdict(spread));
        assertEquals(Optional.empty(), Bar.NONE.verdict(spread));
    }

    @Test
    void pageHasARowForEachMeasurementAndNamesWhatIsNotHeld() {
        String page = page(section(Optional.empty(), HELD, NOT_HELD, FIGURE));
        assertTrue(page.contains("| start a thread | 17 | 10 us | 10 us | 1.00 (0.90–1.02) | ≤ 1.05 | held |"), page);
        assertTrue(page.contains("| a\\|b < c |  | 3 ns | 2 ns | 1.50 (1.40–1.60) | ≤ 1 | not held |"), page);
        assertTrue(page.contains("| memory |  | 3 KB |  |  |  |  |"), page);
        assertTrue(
                page.contains(
                        "1 of 2 bars are held. The others:\n\n- not held: a\\|b < c: 1.50 (1.40–1.60), bar ≤ 1\n"),
                page);
        assertTrue(page.contains("](charts/threads.svg)"), page);
        assertTrue(page.contains("`-Dbenchmark.only=threads`: 7 s"), page);
    }

    @Test
    void partThatFailedIsSaidAtTheTopAndInItsPlace() {
        String page = page(section(Optional.of("failed: exit code 1"), HELD));
        assertEquals(3, page.split("failed: exit code 1", -1).length, page);
    }

    @Test
    void chartsAreWellFormedWhateverTheTextSays() throws Exception {
        Row far = new Row("", "<&>", "", "", Optional.of(new Spread(1e4, 1e-9, 1e6, 3)), Bar.atLeast(2));
        for (String chart : List.of(
                Chart.ratios(section(Optional.empty(), HELD, NOT_HELD, FIGURE, far)),
                Chart.curves(new Curves(
                        "c",
                        "a < b",
                        "threads & roles",
                        new TreeMap<>(Map.of(
                                "x", List.of(new Curves.Point(1, 2), new Curves.Point(1000, 5)),
                                "y", List.of(new Curves.Point(1, 0)))))))) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(chart.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void barChartDrawsEveryRatioAndEveryBarInside() {
        String chart = Chart.ratios(section(Optional.empty(), HELD, NOT_HELD, FIGURE));
        assertEquals(2, chart.split("<circle ", -1).length - 1, chart);
        assertEquals(2, chart.split("#d1242f", -1).length - 1, chart);
    }

    @Test
    void axisGrowsTenfoldAndHoldsWhatIsOutsideAtItsEnds() {
        Scale scale = new Scale(0.1, 10, 0, 100);
        assertEquals(0, scale.at(0.1), 1e-9);
        assertEquals(50, scale.at(1), 1e-9);
        assertEquals(100, scale.at(1000), 1e-9);
        assertEquals(List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0), scale.ticks());
        assertEquals(List.of(1.0, 10.0, 100.0, 1000.0, 10000.0), new Scale(1, 1e4, 0, 1).ticks());
        assertThrows(IllegalArgumentException.class, () -> new Scale(0, 1, 0, 1));
    }

    @Test
    void numbersKeepThreeDigits() {
        assertEquals("1,234", Numbers.plain(1234.4));
        assertEquals("12.3", Numbers.plain(12.34));
        assertEquals("0.12", Numbers.plain(0.1234));
        assertEquals("0.012", Numbers.plain(0.0123));
        assertEquals("5", Numbers.plain(5));
    }
}
