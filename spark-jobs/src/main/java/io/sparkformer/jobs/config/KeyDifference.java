package io.sparkformer.jobs.config;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A numeric key whose value is not the one a run began with.
 *
 * @param key the full key
 * @param stored its value when the run began; null when the key did not exist
 * @param now its value now; null when the key does not exist any more
 */
public record KeyDifference(
        String key, @Nullable String stored, @Nullable String now) {
    /** {@code training.batch-size was 32 when the run began, and is 64 now}. */
    public String message() {
        String before = stored == null ? "did not exist" : "was " + stored;
        String after = now == null ? "does not exist now" : "is " + now + " now";
        return key + " " + before + " when the run began, and " + after;
    }

    /** All differences, one a line. */
    public static String describe(List<KeyDifference> differences) {
        return differences.stream().map(KeyDifference::message).collect(Collectors.joining("\n"));
    }

    /** What a user can do about differences. */
    public static String remedy() {
        return "Set the old values again to continue this run, or give another --output to begin a new one";
    }
}
