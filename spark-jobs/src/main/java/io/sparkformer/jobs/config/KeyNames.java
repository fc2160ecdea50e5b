package io.sparkformer.jobs.config;

import java.util.Locale;

/** Translates between Java's names and those of the configuration. */
final class KeyNames {
    private KeyNames() {}

    /** {@code microBatches} becomes {@code micro-batches}. */
    static String ofComponent(String component) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < component.length(); i++) {
            char character = component.charAt(i);
            if (Character.isUpperCase(character)) {
                key.append('-');
            }
            key.append(Character.toLowerCase(character));
        }
        return key.toString();
    }

    /** {@code RESET_ALL} becomes {@code reset-all}. */
    static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The full key of {@code name} in the section {@code section}, which is empty at the top. */
    static String join(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    /** The last part of a full key. */
    static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** The section of a full key, empty at the top. */
    static String section(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? "" : key.substring(0, dot);
    }
}
