package io.sparkformer.jobs.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.sparkformer.jobs.config.InvalidValues.Violation;
import io.sparkformer.jobs.config.ValueReader.UnreadableValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Words the mistakes that the binder finds, each of them once. */
final class BindingProblems {
    private final ProblemCollector problems;
    private final List<String> knownKeys;
    private final Set<Mistake> mistakes = new HashSet<>();

    BindingProblems(ProblemCollector problems, List<String> knownKeys) {
        this.problems = problems;
        this.knownKeys = knownKeys;
    }

    /** What was reported of a value: a default that refers to it inherits the mistake, and is not reported again. */
    private record Mistake(ConfigOrigin origin, String value, String message) {
        static Mistake of(ConfigValue value, String message) {
            return new Mistake(value.origin(), String.valueOf(value.unwrapped()), message);
        }
    }

    void report(String key, ConfigValue value, String message, String remedy) {
        String origin = Origins.describe(value.origin());
        problems.add(new Problem(key, ValueReader.written(value), origin, message, remedy));
        mistakes.add(Mistake.of(value, message));
    }

    void reportUnlessInherited(Section section, String name, ConfigValue value, UnreadableValue unreadable) {
        if (!isInherited(section, name, value, unreadable.message())) {
            report(section.key(name), value, unreadable.message(), unreadable.remedy());
        }
    }

    void reportMissing(String key) {
        problems.add(new Problem(key, null, null, "is missing", "Set it in the file or with --set " + key + "=..."));
    }

    /** Reports every key of the section, the user's and the default's, that is not among {@code known}. */
    void reportUnknownKeys(Section section, Set<String> known) {
        for (ConfigObject written : List.of(section.user(), section.defaults())) {
            written.entrySet().stream()
                    .filter(entry -> !known.contains(entry.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(entry -> reportUnknown(section.key(entry.getKey()), entry.getValue()));
        }
    }

    private void reportUnknown(String key, ConfigValue value) {
        List<String> nearest = KeySuggestion.nearestKeys(key, knownKeys);
        String remedy = nearest.isEmpty()
                ? "Remove it; conf/reference.conf lists every key"
                : "Did you mean " + String.join(" or ", nearest) + "?";
        report(key, value, "is not a known key", remedy);
    }

    /** Reports what a record's constructor refused. */
    void reportRefusal(IllegalArgumentException refusal, Section section) {
        if (refusal instanceof InvalidValues invalid) {
            invalid.violations().forEach(violation -> reportViolation(violation, section));
        } else {
            problems.add(new Problem(section.path(), null, null, String.valueOf(refusal.getMessage()), "Change it"));
        }
    }

    private void reportViolation(Violation violation, Section section) {
        String first = violation.keys().get(0);
        ConfigValue value = section.value(first);
        // What was refused already is not refused again, and the default in its place blames nobody else.
        boolean known = violation.keys().stream().anyMatch(key -> problems.concerns(section.key(key)));
        if (known || isInherited(section, first, value, violation.message())) {
            return;
        }
        String origin = value == null ? null : Origins.describe(value.origin());
        problems.add(
                new Problem(section.key(first), violation.value(), origin, violation.message(), violation.remedy()));
        if (value != null) {
            mistakes.add(Mistake.of(value, violation.message()));
        }
    }

    /** Whether the value is a default that refers to a value whose mistake was reported. */
    private boolean isInherited(Section section, String name, @Nullable ConfigValue value, String message) {
        return value != null && !section.isWritten(name) && mistakes.contains(Mistake.of(value, message));
    }
}
