package io.sparkformer.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;

/**
 * The version of stored configurations ({@code configuration.json}, and the text in a checkpoint). New keys need no new
 * version, for keys that are missing have their defaults; keys that get another name or meaning do.
 */
final class StoredFormat {
    /** Where it stands, at the top. */
    static final String KEY = "format-version";

    /** The one that this program writes, and the only one so far; the first configurations did not say it. */
    static final int VERSION = 1;

    private StoredFormat() {}

    /**
     * A configuration without its version, which is checked.
     *
     * @param file for the message
     */
    static Config withoutVersion(Config config, String file, ProblemCollector problems) {
        if (!config.hasPathOrNull(KEY)) {
            return config;
        }
        ConfigValue version = config.root().get(KEY);
        if (version == null || !Integer.valueOf(VERSION).equals(version.unwrapped())) {
            problems.add(new Problem(
                    KEY,
                    version == null ? null : String.valueOf(version.unwrapped()),
                    file,
                    "this program reads version " + VERSION + " of stored configurations",
                    "Use the version of Sparkformer that wrote it, or write the experiment anew"));
        }
        return config.withoutPath(KEY);
    }
}
