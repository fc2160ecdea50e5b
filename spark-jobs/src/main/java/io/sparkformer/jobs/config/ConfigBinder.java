package io.sparkformer.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.sparkformer.jobs.config.RecordSchema.Entry;
import io.sparkformer.jobs.config.ValueReader.UnreadableValue;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds HOCON to nested records.
 *
 * <p>A key is a record component in kebab case. A component that is a record is a section; one that is a sealed
 * interface is a section whose key {@code type} chooses among the permitted records. A user's value goes before the
 * default's, key by key; a map is taken whole, so that a user's map never mixes with the default's names. So is a list, whose elements may be
 * sections of a sealed interface too.
 *
 * <p>Nothing is thrown for a mistake: each becomes a {@link Problem}. After a mistake the default stands in for the
 * refused value, so that the checks of the record around it still run and find the other mistakes.
 */
public final class ConfigBinder {
    private final BindingProblems problems;

    private ConfigBinder(BindingProblems problems) {
        this.problems = problems;
    }

    /**
     * Binds a resolved configuration.
     *
     * @param type the outermost record
     * @param defaults resolved; values for every key, which may come from what the user wrote
     * @param standIns resolved; the defaults as they are when the user writes nothing
     * @param user resolved; the values of files and command line
     * @param problems receives every mistake
     * @return the bound record; null when it cannot be built even with defaults in place of what was refused
     */
    public static <T extends Record> @Nullable T bind(
            Class<T> type, Config defaults, Config standIns, Config user, ProblemCollector problems) {
        List<String> keys = RecordSchema.leaves(type).stream()
                .map(RecordSchema.KeyDescription::path)
                .toList();
        Section top = new Section("", user.root(), defaults.root(), standIns.root());
        return type.cast(new ConfigBinder(new BindingProblems(problems, keys)).bindRecord(type, top, Set.of()));
    }

    private @Nullable Object bindRecord(Class<?> type, Section section, Set<String> otherNames) {
        List<Entry> entries = RecordSchema.entries(type);
        problems.reportUnknownKeys(section, namesOf(entries, otherNames));
        Object[] arguments = new Object[entries.size()];
        boolean complete = true;
        for (int i = 0; i < arguments.length; i++) {
            Entry entry = entries.get(i);
            arguments[i] = bind(entry, section);
            complete &= arguments[i] != null || entry.isNullable();
        }
        return complete ? construct(type, arguments, section) : null;
    }

    private @Nullable Object bind(Entry entry, Section section) {
        if (entry.isListOfSections()) {
            return bindElements(entry, section);
        }
        return entry.isSection() ? bindSection(entry, section) : bindValue(entry, section);
    }

    /** Binds a list of sections: what an element does not say has the default of the section around the list, but for its type. */
    private @Nullable Object bindElements(Entry entry, Section parent) {
        String key = parent.key(entry.name());
        ConfigValue value = parent.value(entry.name());
        if (value == null) {
            problems.reportMissing(key);
            return null;
        }
        if (!(value instanceof ConfigList list)) {
            problems.report(key, value, "must be a list", "Write a list of sections, for instance [{ type = ... }]");
            return null;
        }
        Set<String> names = namesOf(RecordSchema.entriesOfSection(entry.elementType()), Set.of());
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Section section = parent.element(entry.name(), i, list.get(i), names);
            if (!(list.get(i) instanceof ConfigObject)) {
                problems.report(section.path(), list.get(i), "must be a section", "Write { type = ... }");
                continue;
            }
            Object element = bindChoice(entry.elementType(), section);
            if (element != null) {
                elements.add(element);
            }
        }
        return elements.size() == list.size() ? List.copyOf(elements) : null;
    }

    private @Nullable Object bindSection(Entry entry, Section parent) {
        String key = parent.key(entry.name());
        ConfigValue written = parent.user().get(entry.name());
        if (written != null && written.valueType() != ConfigValueType.OBJECT) {
            problems.report(key, written, "is a section", "Set the keys in it, " + key + ".<key>");
        }
        Section section = parent.child(entry.name());
        return RecordSchema.isChoice(entry.type())
                ? bindChoice(entry.type(), section)
                : bindRecord(entry.type(), section, Set.of());
    }

    /** Binds the record of a sealed interface that the key {@code type} names. */
    private @Nullable Object bindChoice(Class<?> type, Section section) {
        Map<String, Class<?>> permitted = RecordSchema.permitted(type);
        Class<?> chosen = chosenType(permitted, section.value(RecordSchema.TYPE_KEY), section);
        boolean understood = chosen != null;
        if (chosen == null) {
            chosen = chosenType(permitted, section.defaults().get(RecordSchema.TYPE_KEY), section);
        }
        if (chosen == null) {
            return null;
        }
        Set<String> otherNames = namesOf(RecordSchema.entriesOfSection(type), Set.of(RecordSchema.TYPE_KEY));
        // With a misspelled type nothing is known about the other keys: only the type is reported.
        Object bound = bindRecord(chosen, understood ? section : section.untouched(), otherNames);
        if (understood) {
            reportKeysOfOtherTypes(chosen, section, otherNames);
        }
        return bound;
    }

    private @Nullable Class<?> chosenType(
            Map<String, Class<?>> permitted, @Nullable ConfigValue value, Section section) {
        String key = section.key(RecordSchema.TYPE_KEY);
        if (value == null) {
            problems.reportMissing(key);
            return null;
        }
        try {
            String name = ValueReader.text(value, "one word");
            Class<?> chosen = permitted.get(name);
            if (chosen == null) {
                throw ValueReader.unknownChoice(name, permitted.keySet());
            }
            return chosen;
        } catch (UnreadableValue e) {
            problems.report(key, value, e.message(), e.remedy());
            return null;
        }
    }

    /** A user's key that another type would have is a mistake; a default's is only not needed now. */
    private void reportKeysOfOtherTypes(Class<?> chosen, Section section, Set<String> namesOfAllTypes) {
        Set<String> own = namesOf(RecordSchema.entries(chosen), Set.of(RecordSchema.TYPE_KEY));
        section.user().forEach((name, value) -> {
            if (namesOfAllTypes.contains(name) && !own.contains(name) && value.valueType() != ConfigValueType.NULL) {
                String key = section.key(name);
                String message = "does not belong to type " + RecordSchema.typeName(chosen);
                problems.report(key, value, message, "Remove it, set it to null, or change " + section.key("type"));
            }
        });
    }

    private @Nullable Object bindValue(Entry entry, Section section) {
        String key = section.key(entry.name());
        ConfigValue value = section.value(entry.name());
        if (value == null) {
            problems.reportMissing(key);
            return null;
        }
        if (value.valueType() == ConfigValueType.NULL && entry.isNullable()) {
            return null;
        }
        try {
            if (value.valueType() == ConfigValueType.NULL) {
                throw new UnreadableValue("needs a value", "Give it one, or remove the line to have the default");
            }
            return ValueReader.read(entry, value);
        } catch (UnreadableValue e) {
            problems.reportUnlessInherited(section, entry.name(), value, e);
            return section.user().containsKey(entry.name()) ? bindValue(entry, section.untouched()) : null;
        }
    }

    private @Nullable Object construct(Class<?> type, Object[] arguments, Section section) {
        try {
            return RecordReflection.construct(type, arguments);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
                throw new IllegalStateException(type.getSimpleName() + " cannot be built", e);
            }
            problems.reportRefusal(refusal, section);
        }
        return section.user().isEmpty() ? null : bindDefaults(type, section);
    }

    /** Binds the defaults alone, in silence, in place of a record that was refused. */
    private @Nullable Object bindDefaults(Class<?> type, Section section) {
        ConfigBinder silent = new ConfigBinder(new BindingProblems(new ProblemCollector(), List.of()));
        return silent.bindRecord(type, section.untouched(), section.standIns().keySet());
    }

    private static Set<String> namesOf(List<Entry> entries, Set<String> others) {
        Set<String> names = new HashSet<>(others);
        entries.forEach(entry -> names.add(entry.name()));
        return names;
    }
}
