package io.sparkformer.jobs.config;

import io.sparkformer.jobs.config.RecordSchema.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns bound records back into keys and values. */
final class RecordRenderer {
    private RecordRenderer() {}

    /** All keys of {@code record} as nested maps in the order of the components, with secrets redacted. */
    static Map<String, @Nullable Object> tree(Object record) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Class<?> type = record.getClass();
        if (type.isAnnotationPresent(TypeName.class)) {
            tree.put(RecordSchema.TYPE_KEY, RecordSchema.typeName(type));
        }
        for (Entry entry : RecordSchema.entries(type)) {
            Object value = RecordReflection.value(record, entry.component());
            tree.put(entry.name(), value instanceof Record section ? tree(section) : plain(entry.name(), value));
        }
        return tree;
    }

    private static @Nullable Object plain(String key, @Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            return KeyNames.ofConstant(constant);
        }
        if (value instanceof String text) {
            return Redaction.ofValue(key, text);
        }
        if (value instanceof Record section) {
            return tree(section);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> plain(key, element)).toList();
        }
        return value;
    }

    /** The numeric keys below {@code record} and their values as text. */
    static SortedMap<String, String> numericKeys(Object record) {
        SortedMap<String, String> keys = new TreeMap<>();
        addNumericKeys(record, "", keys);
        return keys;
    }

    private static void addNumericKeys(Object record, String section, Map<String, String> keys) {
        Class<?> type = record.getClass();
        if (type.isAnnotationPresent(TypeName.class)) {
            keys.put(KeyNames.join(section, RecordSchema.TYPE_KEY), RecordSchema.typeName(type));
        }
        for (Entry entry : RecordSchema.entries(type)) {
            String path = KeyNames.join(section, entry.name());
            Object value = RecordReflection.value(record, entry.component());
            if (value instanceof Record nested) {
                addNumericKeys(nested, path, keys);
            } else if (entry.key().role() == Role.NUMERIC) {
                keys.put(path, String.valueOf(plain(entry.name(), value)));
            }
        }
    }
}
