package io.sparkformer.jobs.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A section of the configuration.
 *
 * @param path its full key, empty at the top
 * @param user what the user wrote in it
 * @param defaults the defaults below it, which may refer to what the user wrote
 * @param standIns the defaults as they are when the user writes nothing: they stand in for what is refused
 */
record Section(String path, ConfigObject user, ConfigObject defaults, ConfigObject standIns) {
    /** The section below this one, empty where there is none. */
    Section child(String name) {
        return new Section(
                key(name),
                objectOrEmpty(user.get(name)),
                objectOrEmpty(defaults.get(name)),
                objectOrEmpty(standIns.get(name)));
    }

    /** A section in a list of this one; its defaults are those of this one that it may have, but it has a type of its own. */
    Section element(String list, int index, ConfigValue written, Set<String> names) {
        return new Section(
                KeyNames.join(key(list), String.valueOf(index)),
                objectOrEmpty(written),
                only(names, defaults),
                only(names, standIns));
    }

    private static ConfigObject only(Set<String> names, ConfigObject section) {
        ConfigObject rest = section;
        for (String name : section.keySet()) {
            rest = names.contains(name) ? rest : rest.withoutKey(name);
        }
        return rest;
    }

    private static ConfigObject objectOrEmpty(@Nullable ConfigValue value) {
        return value instanceof ConfigObject object
                ? object
                : ConfigFactory.empty().root();
    }

    /** The same section with nothing written by the user. */
    Section untouched() {
        return new Section(path, ConfigFactory.empty().root(), standIns, standIns);
    }

    /** The full key of a name in this section. */
    String key(String name) {
        return KeyNames.join(path, name);
    }

    /** Whether the user wrote the key, which may be in a section below. */
    boolean isWritten(String relativeKey) {
        return find(user, relativeKey) != null;
    }

    /** The user's value or the default of a key, which may be in a section below. */
    @Nullable ConfigValue value(String relativeKey) {
        ConfigValue value = find(user, relativeKey);
        return value != null ? value : find(defaults, relativeKey);
    }

    private static @Nullable ConfigValue find(ConfigObject section, String relativeKey) {
        ConfigValue value = section;
        for (String name : relativeKey.split("\\.", -1)) {
            value = value instanceof ConfigObject object ? object.get(name) : null;
        }
        return value;
    }
}
