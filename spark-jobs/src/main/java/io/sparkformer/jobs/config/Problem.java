package io.sparkformer.jobs.config;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in a configuration.
 *
 * @param key the full key, for instance {@code training.batch-size}; empty when the mistake belongs to no key
 * @param value the refused value as written, or null when there is none
 * @param origin where it was written: {@code file:line} or the {@code --set} pair, or null when nowhere
 * @param message what is wrong
 * @param remedy what to do about it
 */
public record Problem(
        String key, @Nullable String value, @Nullable String origin, String message, String remedy) {
    /** {@code key = value (file:line): message. Remedy.} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(key);
        if (value != null) {
            text.append(key.isEmpty() ? "" : " = ").append(value);
        }
        if (origin != null) {
            text.append(text.isEmpty() ? "" : " ").append('(').append(origin).append(')');
        }
        text.append(text.isEmpty() ? "" : ": ").append(message).append(". ").append(remedy);
        return text.append(remedy.endsWith("?") ? "" : ".").toString();
    }
}
