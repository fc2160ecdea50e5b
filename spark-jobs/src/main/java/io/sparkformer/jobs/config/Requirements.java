package io.sparkformer.jobs.config;

import io.sparkformer.jobs.config.InvalidValues.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a record's compact constructor. All of them are made before {@link #check} throws, so that a user sees
 * every refused value at once.
 */
final class Requirements {
    private final List<Violation> violations = new ArrayList<>();

    /** Requires {@code holds}; {@code key} is relative to the record. */
    Requirements that(boolean holds, String key, Object value, String message, String remedy) {
        if (!holds) {
            violations.add(new Violation(List.of(key), String.valueOf(value), message, remedy));
        }
        return this;
    }

    /** Requires that several values go together; the problem is reported at the first of {@code keys}. */
    Requirements together(boolean holds, List<String> keys, Object firstValue, String message, String remedy) {
        if (!holds) {
            violations.add(new Violation(List.copyOf(keys), String.valueOf(firstValue), message, remedy));
        }
        return this;
    }

    Requirements atLeast(String key, long value, long minimum) {
        return that(value >= minimum, key, value, "is too small", "Use " + minimum + " or more");
    }

    /** For what may be left to a model's variant. */
    Requirements atLeastIfSet(String key, @Nullable Integer value, long minimum) {
        return value == null ? this : atLeast(key, value, minimum);
    }

    /** For what the variant {@code custom} leaves to nobody. */
    Requirements setForCustom(String key, @Nullable Integer value) {
        return that(value != null, key, "null", "is missing: the variant custom has no value of its own", "Set it");
    }

    Requirements atLeast(String key, double value, double minimum) {
        boolean holds = value >= minimum && Double.isFinite(value);
        return that(holds, key, value, "must be a finite number of at least " + minimum, "Use " + minimum + " or more");
    }

    Requirements positive(String key, double value) {
        boolean holds = value > 0 && Double.isFinite(value);
        return that(holds, key, value, "must be a finite number above 0", "Use a number above 0");
    }

    /** Requires {@code lowest <= value < bound}. */
    Requirements within(String key, double value, double lowest, double bound) {
        boolean holds = value >= lowest && value < bound;
        String remedy = "Use " + lowest + " or more, and less than " + bound;
        return that(holds, key, value, "is outside [" + lowest + ", " + bound + ")", remedy);
    }

    /** Requires {@code lowest <= value <= highest}. */
    Requirements between(String key, double value, double lowest, double highest) {
        boolean holds = value >= lowest && value <= highest;
        String remedy = "Use a number from " + lowest + " to " + highest;
        return that(holds, key, value, "is outside [" + lowest + ", " + highest + "]", remedy);
    }

    Requirements notBlank(String key, String value) {
        return that(!value.isBlank(), key, '"' + value + '"', "is empty", "Give it a value");
    }

    /** Throws {@link InvalidValues} when any requirement did not hold. */
    void check() {
        if (!violations.isEmpty()) {
            throw new InvalidValues(violations);
        }
    }
}
