package io.sparkformer.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;

/**
 * A {@code --set key=value} pair.
 *
 * <p>The value is taken as it is, so that {@code --set output=hdfs://host/run} needs no quotes (in HOCON {@code //}
 * begins a comment). Only lists, objects and quoted texts are read as HOCON, and {@code null} means no value.
 */
final class SetOption {
    private static final String ORIGIN = "--set";

    private SetOption() {}

    /** Reads all pairs; a later one goes before an earlier one. Every pair that cannot be read is a problem. */
    static Config parse(Iterable<String> pairs, ProblemCollector problems) {
        Config config = ConfigFactory.empty();
        for (String pair : pairs) {
            config = parsePair(pair, problems).withFallback(config);
        }
        return config;
    }

    private static Config parsePair(String pair, ProblemCollector problems) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair.strip() : pair.substring(0, equals).strip();
        if (equals < 0 || key.isEmpty()) {
            problems.add(new Problem(
                    key, null, ORIGIN + " " + pair, "is not of the form key=value", "Write --set key=value"));
            return ConfigFactory.empty();
        }
        String value = pair.substring(equals + 1).strip();
        try {
            ConfigUtil.splitPath(key);
            return ConfigFactory.empty(ORIGIN).withValue(key, value(value));
        } catch (ConfigException e) {
            problems.add(new Problem(
                    key,
                    value,
                    ORIGIN,
                    "cannot be read (" + firstLine(e) + ")",
                    "Write --set key=value; quote what is in a list, for instance 'key=[\"hdfs://a\"]'"));
            return ConfigFactory.empty();
        }
    }

    private static ConfigValue value(String text) {
        if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
            ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(ORIGIN);
            return ConfigFactory.parseString("value = " + text, options).getValue("value");
        }
        return ConfigValueFactory.fromAnyRef(text.equals("null") ? null : text, ORIGIN);
    }

    private static String firstLine(ConfigException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
