package io.github.threadsandbox.it.jdk;

import java.text.DateFormat;
import java.text.DateFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.WeekFields;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/** Dates and time zones. */
@SuppressWarnings({"JavaUtilDate"}) // what programs do
final class TimeOperations {
    private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000);

    private TimeOperations() {}

    static void addTo(Operations to) {
        to.add("time.zoned", () -> ZonedDateTime.ofInstant(THEN, ZoneId.of("Europe/Berlin")));
        to.add(
                "time.default",
                () -> ZoneId.systemDefault() + TimeZone.getDefault().getID());
        to.add("time.zones", () -> ZoneId.getAvailableZoneIds().size() + TimeZone.getAvailableIDs().length);
        to.add("time.rules", () -> ZoneId.of("America/New_York").getRules().nextTransition(THEN));
        to.add("time.date", () -> Date.from(THEN).toString());
        to.add("time.calendar", () -> GregorianCalendar.from(ZonedDateTime.ofInstant(THEN, ZoneId.of("Asia/Tokyo")))
                .get(Calendar.HOUR_OF_DAY));
        to.add("time.formatted", () -> String.format(Locale.US, "%tc", THEN.atZone(ZoneId.of("UTC"))));
        to.add("time.full", () -> DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL)
                .withLocale(Locale.FRANCE)
                .format(THEN.atZone(ZoneId.of("Europe/Paris"))));
        to.add("time.pattern", () -> DateTimeFormatter.ofPattern("EEEE d MMMM uuuu zzzz", Locale.GERMANY)
                .format(THEN.atZone(ZoneId.of("Europe/Berlin"))));
        to.add(
                "time.parse",
                () -> LocalDate.parse("20 nov. 2023", DateTimeFormatter.ofPattern("d MMM uuuu", Locale.FRANCE)));
        to.add("time.dayName", () -> DayOfWeek.MONDAY.getDisplayName(TextStyle.FULL, Locale.ITALY));
        to.add("time.week", () -> WeekFields.of(Locale.US).getFirstDayOfWeek() + " " + WeekFields.of(Locale.FRANCE));
        to.add("time.simple", () -> {
            SimpleDateFormat format = new SimpleDateFormat("EEE, d MMM yyyy HH:mm:ss z", Locale.US);
            format.setTimeZone(TimeZone.getTimeZone("America/Los_Angeles"));
            return format.format(Date.from(THEN));
        });
        to.add("time.dateFormat", () -> {
            DateFormat format = DateFormat.getDateInstance(DateFormat.FULL, Locale.GERMANY);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            return format.format(Date.from(THEN));
        });
        to.add("time.symbols", () -> DateFormatSymbols.getInstance(Locale.JAPAN).getMonths()[0]);
        to.add("time.zoneName", () -> TimeZone.getTimeZone("Europe/Berlin").getDisplayName(Locale.GERMANY));
        to.add(
                "time.japanese",
                () -> JapaneseDate.of(2023, 11, 14) + " " + HijrahDate.from(LocalDate.of(2023, 11, 14)));
        to.add("time.thai", () -> ThaiBuddhistDate.from(LocalDate.of(2023, 11, 14)));
        to.add("time.imperial", () -> Calendar.getInstance(
                        TimeZone.getTimeZone("UTC"), Locale.forLanguageTag("ja-JP-u-ca-japanese"))
                .getCalendarType());
    }
}
