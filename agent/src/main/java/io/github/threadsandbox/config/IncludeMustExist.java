package io.github.threadsandbox.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;

/**
 * Makes {@code include "x.conf"} an error where the file is missing. HOCON lets it pass in silence, and a role map that
 * lost half its roles must not.
 */
final class IncludeMustExist implements ConfigIncluder {
    private final ConfigIncluder fallback;

    IncludeMustExist(ConfigIncluder fallback) {
        this.fallback = fallback;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder next) {
        return new IncludeMustExist(next);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        ConfigParseable relative = context.relativeTo(what);
        if (relative != null && (what.endsWith(".conf") || what.endsWith(".json") || what.endsWith(".properties"))) {
            try {
                return relative.parse(relative.options().setAllowMissing(false).setIncluder(this));
            } catch (ConfigException.IO e) {
                throw new ConfigException.IO(
                        relative.origin(),
                        "include \"" + what + "\": there is no such file beside the one that includes it",
                        e);
            }
        }
        ConfigObject included = fallback.include(context, what);
        if (included.isEmpty()) {
            throw new ConfigException.IO(
                    included.origin(),
                    "include \"" + what + "\" brought nothing: name an existing file, with its ending");
        }
        return included;
    }
}
