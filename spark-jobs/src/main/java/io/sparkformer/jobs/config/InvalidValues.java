package io.sparkformer.jobs.config;

import java.util.List;
import java.util.stream.Collectors;

/** The values a record's compact constructor refused: all of them. */
public final class InvalidValues extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    InvalidValues(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /** What was refused, in the order of the checks. */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * One refused value, or several that do not go together.
     *
     * @param keys the keys involved, relative to the record; the problem is reported at the first
     * @param value the first key's value
     * @param message what is wrong
     * @param remedy what to do about it
     */
    public record Violation(List<String> keys, String value, String message, String remedy) {
        @Override
        public String toString() {
            return keys.get(0) + " = " + value + ": " + message + ". " + remedy;
        }
    }
}
