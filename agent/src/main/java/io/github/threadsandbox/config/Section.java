package io.github.threadsandbox.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.github.threadsandbox.linux.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** An object of the file, over the object that holds its defaults; reads it and reports what is not as it should be. */
final class Section {
    private final ConfigObject object;
    private final ConfigObject defaults;
    private final String path;
    private final Report report;

    Section(ConfigObject object, ConfigObject defaults, String path, Report report) {
        this.object = object;
        this.defaults = defaults;
        this.path = path;
        this.report = report;
    }

    /** A text, where it stands, and the whole path of its key. */
    record Text(String value, ConfigOrigin origin, String path) {}

    ConfigOrigin origin() {
        return object.origin();
    }

    String path(String key) {
        return path + "." + key;
    }

    Report report() {
        return report;
    }

    /** Where the file says it; where it does not, where it could. */
    ConfigOrigin origin(String key) {
        ConfigValue value = object.get(key);
        return value == null ? object.origin() : value.origin();
    }

    /**
     * Reports keys that are none; {@code later} are keys of features that this version does not have, with what to do.
     *
     * @return the known keys that were probably meant by those
     */
    Set<String> onlyKeys(List<String> known, Map<String, String> later) {
        Set<String> meant = new HashSet<>();
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            String key = entry.getKey();
            if (known.contains(key)) {
                continue;
            }
            String message = later.get(key);
            report.problem(
                    entry.getValue().origin(),
                    path(key),
                    message != null
                            ? message
                            : "unknown key: "
                                    + Nearest.hint(key, known, "the keys here are " + String.join(", ", known)));
            Nearest.to(key, known).ifPresent(meant::add);
        }
        return meant;
    }

    boolean has(String key) {
        return object.containsKey(key);
    }

    /** Whether the object has the key, or its defaults have. */
    boolean says(String key) {
        return value(key) != null;
    }

    Optional<Text> text(String key) {
        ConfigValue value = value(key);
        if (value == null) {
            return Optional.empty();
        }
        return text(value, path(key));
    }

    /** One of a few words. */
    Optional<String> word(String key, List<String> words) {
        Optional<Text> text = text(key);
        if (text.isPresent() && !words.contains(text.get().value().toLowerCase(Locale.ROOT))) {
            report.problem(
                    text.get().origin(),
                    path(key),
                    "'" + text.get().value() + "': "
                            + Nearest.hint(text.get().value(), words, "write " + String.join(" or ", words)));
            return Optional.empty();
        }
        return text.map(found -> found.value().toLowerCase(Locale.ROOT));
    }

    /** A time, at least a second; zero for {@code off}. */
    Duration duration(String key) {
        return duration(key, Duration.ofSeconds(1), "a second or more: write 10s, 5m, or off");
    }

    /** A short time, at least a millisecond. */
    Duration pause(String key) {
        return duration(key, Duration.ofMillis(1), "a millisecond or more: write 50ms");
    }

    private Duration duration(String key, Duration least, String hint) {
        Optional<Text> text = text(key);
        if (text.isEmpty() || List.of("off", "false").contains(text.get().value())) {
            return Duration.ZERO;
        }
        try {
            Duration duration = value(key).atKey("x").getDuration("x");
            if (duration.compareTo(least) >= 0) {
                return duration;
            }
        } catch (ConfigException e) {
            // Said below.
        }
        report.problem(text.get().origin(), path(key), "'" + text.get().value() + "' is no time of " + hint);
        return Duration.ZERO;
    }

    /** A whole number between two bounds, both included. */
    OptionalInt number(String key, int least, int most) {
        Optional<Text> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int number = Integer.parseInt(text.get().value());
            if (number >= least && number <= most) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        report.problem(
                text.get().origin(),
                path(key),
                "'" + text.get().value() + "' is not a whole number from " + least + " to " + most + ": write one");
        return OptionalInt.empty();
    }

    /** A list of texts; a single text counts as a list of one. */
    List<Text> texts(String key) {
        ConfigValue value = value(key);
        List<Text> texts = new ArrayList<>();
        if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                text(list.get(i), path(key) + "[" + i + "]").ifPresent(texts::add);
            }
        } else if (value != null && isText(value)) {
            text(value, path(key)).ifPresent(texts::add);
        } else if (value != null) {
            report.problem(value.origin(), path(key), "is " + kind(value) + ", not a list: write [ … ]");
        }
        return texts;
    }

    /** Whether all that the key says can be read as texts; also where it says nothing. */
    boolean areTexts(String key) {
        ConfigValue value = value(key);
        return value == null
                || (value instanceof ConfigList list ? list.stream().allMatch(Section::isText) : isText(value));
    }

    private static boolean isText(ConfigValue value) {
        // Words like on and off, and numbers, are not strings to HOCON, but to the one who wrote them.
        return !List.of(ConfigValueType.OBJECT, ConfigValueType.LIST, ConfigValueType.NULL)
                .contains(value.valueType());
    }

    private static String kind(ConfigValue value) {
        return switch (value.valueType()) {
            case NULL -> "null";
            case LIST -> "a list";
            case OBJECT -> "an object";
            default -> "a text";
        };
    }

    Section section(String key) {
        ConfigObject inner = object(object.get(key), path(key));
        return new Section(inner, (ConfigObject) defaults.getOrDefault(key, defaults), path(key), report);
    }

    ConfigObject object(String key) {
        return object(value(key), path(key));
    }

    List<ConfigValue> list(String key) {
        ConfigValue value = value(key);
        if (value instanceof ConfigList list) {
            return list;
        }
        if (value != null) {
            report.problem(value.origin(), path(key), "is " + kind(value) + ", not a list: write [ { … }, { … } ]");
        }
        return List.of();
    }

    ConfigObject object(ConfigValue value, String where) {
        if (value instanceof ConfigObject found) {
            return found;
        }
        if (value != null) {
            report.problem(value.origin(), where, "is " + kind(value) + ", not an object: write { … }");
            return ConfigFactory.empty().root().withOrigin(value.origin());
        }
        return ConfigFactory.empty().root();
    }

    private ConfigValue value(String key) {
        ConfigValue own = object.get(key);
        return own != null ? own : defaults.get(key);
    }

    private Optional<Text> text(ConfigValue value, String where) {
        if (!isText(value)) {
            report.problem(value.origin(), where, "is " + kind(value) + ", not a text: write \"…\"");
            return Optional.empty();
        }
        return Optional.of(new Text(String.valueOf(value.unwrapped()), value.origin(), where));
    }
}
