package io.github.threadsandbox.learn;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;

/** Patterns of thread names, and names of roles. */
final class ThreadNames {
    /** Words that a role map reads as something else. */
    private static final List<String> NOT_ALONE =
            List.of("base", "true", "false", "null", "on", "off", "yes", "no", "include");

    /** Names of things that have a number of their own. */
    private static final String PRODUCTS =
            "(?i)(?<![a-z0-9])(h2|s3|db2|c3p0|k8s|http2|ipv4|ipv6|log4j2?|oauth2|x509)(?![a-z0-9])";

    private ThreadNames() {}

    /** The name with a star for each number and whatever else differs from one such thread to the next. */
    static String pattern(String name) {
        return name.replaceAll("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "*")
                // Paths: of the file that the thread is for, on this machine.
                .replaceAll("(?<![^\\s:=(\\[])/[^\\s/]+/\\S*", "*")
                // Addresses of both families.
                .replaceAll("\\b\\d{1,3}(\\.\\d{1,3}){3}(:\\d+)?\\b", "*")
                .replaceAll("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\\](:\\d+)?", "*")
                .replaceAll("@[0-9a-fA-F]{4,}\\b", "@*")
                .replaceAll("\\b0x[0-9a-fA-F]+\\b", "*")
                .replaceAll("\\b(?=[a-fA-F]*\\d)[0-9a-fA-F]{8,}\\b", "*")
                .replaceAll(PRODUCTS + "|\\d+", "$1*")
                .replaceAll(PRODUCTS + "\\*", "$1")
                .replaceAll("\\*+", "*");
    }

    /** A name for a role, of a thread's pattern or of a class: {@code http-nio-*-exec-*} is {@code http-nio-exec}. */
    static String role(String pattern) {
        String words = pattern.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String name = words.isEmpty() || !Character.isLetter(words.charAt(0)) ? "threads-" + words : words;
        return NOT_ALONE.contains(name) ? name + "-threads" : name.replaceAll("-$", "");
    }

    /** A class's own name, without its package and what it is nested in. */
    static String simple(String className) {
        String name = className.substring(className.lastIndexOf('.') + 1);
        String inner = name.substring(name.lastIndexOf('$') + 1);
        return inner.isEmpty() || Character.isDigit(inner.charAt(0)) ? name : inner;
    }

    /** The words that names of roles begin with, all of them; empty where there are none. */
    static String commonWords(SortedSet<String> names) {
        String common = names.first();
        for (String name : names) {
            while (!(name + "-").startsWith(common + "-")) {
                common = common.substring(0, Math.max(0, common.lastIndexOf('-')));
                if (common.isEmpty()) {
                    return "";
                }
            }
        }
        return common;
    }
}
