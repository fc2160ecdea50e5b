package io.sparkformer.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;

/**
 * Separates what a user wrote from the defaults below it. The user's part cannot be resolved by itself, for it may refer
 * to defaults, and even to the default of the very key ({@code inputs = ${prepare.inputs} [more]}); so its keys are taken
 * from its unresolved form, and their values from the resolved whole.
 */
final class UserKeys {
    private UserKeys() {}

    /**
     * The user's keys with their resolved values.
     *
     * @param user what the user wrote, not resolved
     * @param whole the same over the defaults, resolved
     */
    static Config of(Config user, Config whole) {
        return select(resolvedAsFarAsPossible(user).root(), whole.root()).toConfig();
    }

    private static Config resolvedAsFarAsPossible(Config user) {
        try {
            return user.resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true));
        } catch (ConfigException.UnresolvedSubstitution e) {
            // A key that refers to its own default looks like a cycle here; the whole resolved without one.
            return user;
        }
    }

    private static ConfigObject select(ConfigObject written, ConfigObject whole) {
        ConfigObject selected = ConfigFactory.empty().root().withOrigin(whole.origin());
        for (String key : keys(written, whole)) {
            ConfigValue value = whole.get(key);
            if (value instanceof ConfigObject wholeSection && written.get(key) instanceof ConfigObject section) {
                selected = selected.withValue(key, select(section, wholeSection));
            } else if (value != null) {
                selected = selected.withValue(key, value);
            }
        }
        return selected;
    }

    /** A section made by reference to a default cannot be listed: all of the whole's keys count as written. */
    private static Set<String> keys(ConfigObject written, ConfigObject whole) {
        try {
            return Map.copyOf(written).keySet();
        } catch (ConfigException.NotResolved e) {
            return whole.keySet();
        }
    }
}
