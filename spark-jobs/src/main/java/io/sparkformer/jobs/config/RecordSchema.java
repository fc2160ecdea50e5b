package io.sparkformer.jobs.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the classes of the configuration's records say about its keys. */
final class RecordSchema {
    /** The key that chooses among the records of a sealed interface. */
    static final String TYPE_KEY = "type";

    private RecordSchema() {}

    /**
     * One key of a record.
     *
     * @param name its name within the record
     * @param component the record's component
     */
    record Entry(String name, RecordComponent component) {
        Class<?> type() {
            return component.getType();
        }

        boolean isNullable() {
            return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        }

        boolean isBytes() {
            return component.isAnnotationPresent(Bytes.class);
        }

        boolean isSection() {
            return type().isRecord() || isChoice(type());
        }

        /** Whether it is a list of sections, of which each chooses its type. */
        boolean isListOfSections() {
            return type() == List.class && isChoice(elementType());
        }

        boolean isMap() {
            return type() == Map.class;
        }

        /** The type of a list's elements. */
        Class<?> elementType() {
            Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return (Class<?>) element;
        }

        /** The annotation; a record without it is a mistake in the program. */
        Key key() {
            Key key = component.getAnnotation(Key.class);
            if (key == null) {
                throw new IllegalStateException(component.getDeclaringRecord().getSimpleName() + "."
                        + component.getName() + " has no @Key: describe it");
            }
            return key;
        }
    }

    /**
     * One key of the whole configuration, as documentation and checks need it.
     *
     * @param path the full key
     * @param role whether it changes the bits of the result
     * @param description one sentence
     */
    record KeyDescription(String path, Role role, String description) {}

    /** The keys of one record, in the order of its components. */
    static List<Entry> entries(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(component -> new Entry(KeyNames.ofComponent(component.getName()), component))
                .toList();
    }

    /** Whether a section of this type is one of several records. An enum whose constants have bodies is sealed too. */
    static boolean isChoice(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** The records that a sealed interface, or one that it permits, permits, by their type names. */
    static Map<String, Class<?>> permitted(Class<?> sealed) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            if (isChoice(type)) {
                types.putAll(permitted(type));
            } else {
                types.put(typeName(type), type);
            }
        }
        return types;
    }

    /** The type name of a record of a sealed interface. */
    static String typeName(Class<?> record) {
        TypeName name = record.getAnnotation(TypeName.class);
        if (name == null) {
            throw new IllegalStateException(record.getSimpleName() + " has no @TypeName: give it one");
        }
        return name.value();
    }

    /** The keys a section of this type may hold: of a sealed interface, those of all its records. */
    static List<Entry> entriesOfSection(Class<?> type) {
        if (!isChoice(type)) {
            return entries(type);
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Class<?> permitted : permitted(type).values()) {
            entries(permitted).forEach(entry -> entries.putIfAbsent(entry.name(), entry));
        }
        return List.copyOf(entries.values());
    }

    /** Every key below {@code record} that holds a value, sections excluded, in the order of the components. */
    static List<KeyDescription> leaves(Class<?> record) {
        List<KeyDescription> leaves = new ArrayList<>();
        addLeaves(record, "", leaves);
        return leaves;
    }

    private static void addLeaves(Class<?> type, String section, List<KeyDescription> leaves) {
        if (isChoice(type)) {
            String choices = String.join(", ", permitted(type).keySet());
            leaves.add(new KeyDescription(KeyNames.join(section, TYPE_KEY), Role.NUMERIC, "One of: " + choices + "."));
        }
        for (Entry entry : entriesOfSection(type)) {
            String path = KeyNames.join(section, entry.name());
            if (entry.isSection()) {
                addLeaves(entry.type(), path, leaves);
            } else {
                String description = typesWith(entry.name(), type) + entry.key().value();
                leaves.add(new KeyDescription(path, entry.key().role(), description));
            }
        }
    }

    /** {@code "cosine, linear: "} for a key that only some records of a sealed interface have; else nothing. */
    private static String typesWith(String name, Class<?> type) {
        if (!isChoice(type)) {
            return "";
        }
        List<String> having = new ArrayList<>();
        permitted(type).forEach((typeName, record) -> {
            if (entries(record).stream().anyMatch(entry -> entry.name().equals(name))) {
                having.add(typeName);
            }
        });
        return having.size() == permitted(type).size() ? "" : String.join(", ", having) + ": ";
    }
}
