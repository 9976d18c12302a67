package io.github.threadsandbox.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.github.threadsandbox.linux.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts in what {@code ${…}} stands for: keys of the role map, environment variables. No system properties: code could set
 * those. Typesafe Config stops at the first that stands for nothing; this reports all of them, and puts null in.
 */
final class Substitutions {
    private final Report report;
    private final Set<String> names = new TreeSet<>(System.getenv().keySet());
    private final Set<String> keys = new TreeSet<>();
    private final Set<String> reported = new HashSet<>();

    private Substitutions(Report report) {
        this.report = report;
    }

    static ConfigObject resolve(ConfigObject root, Report report) {
        Config config = root.toConfig();
        try {
            return config.resolve(ConfigResolveOptions.defaults()).root();
        } catch (ConfigException.UnresolvedSubstitution e) {
            ConfigObject partly = config.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true))
                    .root();
            Substitutions substitutions = new Substitutions(report);
            substitutions.collectKeys(partly, "");
            return substitutions.object(partly, "");
        }
    }

    private void collectKeys(ConfigObject object, String path) {
        object.forEach((key, value) -> {
            String name = join(path, ConfigUtil.joinPath(key));
            keys.add(name);
            if (isResolved(value) && value instanceof ConfigObject inner) {
                collectKeys(inner, name);
            }
        });
    }

    private ConfigObject object(ConfigObject object, String path) {
        ConfigObject result = object;
        for (String key : List.copyOf(object.keySet())) {
            result = result.withValue(key, value(object.get(key), join(path, key)));
        }
        return result;
    }

    private ConfigValue value(ConfigValue value, String path) {
        if (!isResolved(value)) {
            report(value, path);
            return ConfigValueFactory.fromAnyRef(null).withOrigin(value.origin());
        }
        if (value instanceof ConfigObject object) {
            return object(object, path);
        }
        if (value instanceof ConfigList list) {
            List<ConfigValue> values = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                values.add(value(list.get(i), path + "[" + i + "]"));
            }
            return ConfigValueFactory.fromIterable(values).withOrigin(list.origin());
        }
        return value;
    }

    private void report(ConfigValue value, String path) {
        Matcher expressions = Pattern.compile("\\$\\{([^?}][^}]*)}").matcher(value.render());
        while (expressions.find()) {
            String name = expressions.group(1);
            // Another key that has no value itself is reported there, and so is what was copied from there.
            if (!keys.contains(name)
                    && !report.isIncomplete()
                    && reported.add(value.origin().description() + name)) {
                Set<String> meant = new TreeSet<>(names);
                meant.addAll(keys);
                report.problem(
                        value.origin(),
                        path,
                        "${" + name + "} is neither a key of the role map nor an environment variable: "
                                + Nearest.hint(
                                        name, meant, "set it, or write ${?" + name + "} where it may be missing"));
            }
        }
        report.unresolved(path);
    }

    private static boolean isResolved(ConfigValue value) {
        try {
            // Both throw where they cannot know.
            return value.valueType() != ConfigValueType.OBJECT || ((ConfigObject) value).keySet() != null;
        } catch (ConfigException.NotResolved e) {
            return false;
        }
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
