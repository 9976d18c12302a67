package io.github.threadsandbox.it.jdk;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.text.Collator;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Formatter;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Scanner;
import java.util.StringTokenizer;
import java.util.regex.Pattern;

/** Text, numbers and the languages of the world. */
final class TextOperations {
    private TextOperations() {}

    static void addTo(Operations to) {
        to.add("text.format", () -> String.format(Locale.ROOT, "%,d %.2f %s %x", 12345, 1.5, "a", 255));
        to.add("text.formatGerman", () -> String.format(Locale.GERMANY, "%,.2f", 12345.5));
        to.add("text.formatter", () -> new Formatter(Locale.FRANCE).format("%,d", 12345));
        to.add("text.currency", () -> NumberFormat.getCurrencyInstance(Locale.JAPAN)
                .format(12));
        to.add("text.currencyName", () -> Currency.getInstance("EUR").getDisplayName(Locale.GERMANY));
        to.add("text.currencies", () -> Currency.getAvailableCurrencies().size());
        to.add("text.percent", () -> NumberFormat.getPercentInstance(Locale.US).format(0.5));
        to.add("text.compact", () -> NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT)
                .format(12345));
        to.add("text.decimal", () -> new DecimalFormat("#,##0.0", DecimalFormatSymbols.getInstance(Locale.ITALY))
                .format(12345.6));
        to.add("text.message", () -> MessageFormat.format("{0,number} {1}", 1234, "a"));
        to.add("text.collate", () -> Collator.getInstance(Locale.GERMANY).compare("ä", "z"));
        to.add("text.breaks", () -> {
            BreakIterator words = BreakIterator.getWordInstance(Locale.US);
            words.setText("one two");
            return words.next();
        });
        to.add(
                "text.normalize",
                () -> Normalizer.normalize("é", Normalizer.Form.NFD).length()
                        + Normalizer.normalize("ﬁ", Normalizer.Form.NFKC));
        to.add(
                "text.languages",
                () -> new Locale("fr").getDisplayLanguage(Locale.GERMAN) + Locale.getAvailableLocales().length);
        to.add("text.country", () -> Locale.CANADA.getDisplayCountry(Locale.FRANCE));
        to.add("text.upper", () -> "straße".toUpperCase(Locale.GERMAN) + "I".toLowerCase(new Locale("tr")));
        to.add("text.characterName", () -> Character.getName('a'));
        to.add("text.regex", () -> Pattern.compile("\\p{IsLatin}+\\p{javaDigit}(?i)Ä", Pattern.UNICODE_CASE)
                .matcher("ab1ä")
                .matches());
        to.add("text.script", () -> Pattern.matches("\\p{IsGreek}\\p{InGreek}\\N{DIGIT ONE}", "αβ1"));
        to.add("text.scan", () -> new Scanner("1,234 x").useLocale(Locale.US).nextInt());
        to.add("text.tokens", () -> new StringTokenizer("a b").countTokens());
        to.add("charset.shift", () -> new String(new byte[] {(byte) 0x82, (byte) 0xa0}, Charset.forName("Shift_JIS")));
        to.add("charset.chinese", () -> "中".getBytes(Charset.forName("GB18030")).length);
        to.add("charset.ebcdic", () -> "a".getBytes(Charset.forName("IBM1047"))[0]);
        to.add("charset.all", () -> Charset.availableCharsets().size());
        to.add("charset.none", () -> Charset.isSupported("no-such-charset"));
        to.add("charset.utf", () -> new String("ä€".getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16));
        to.add(
                "number.decimal",
                () -> new BigDecimal("1").divide(new BigDecimal("3"), MathContext.DECIMAL64) + " "
                        + new BigDecimal("2").sqrt(MathContext.DECIMAL32));
        to.add(
                "number.big",
                () -> BigInteger.TWO.pow(500).mod(BigInteger.valueOf(1_000_003)) + " "
                        + BigInteger.valueOf(1_000_003).isProbablePrime(50));
        to.add("bundle.none", () -> {
            try {
                return ResourceBundle.getBundle("no.such.bundle");
            } catch (MissingResourceException e) {
                return e.getKey();
            }
        });
    }
}
