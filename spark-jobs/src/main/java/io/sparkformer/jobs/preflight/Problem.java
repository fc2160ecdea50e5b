package io.sparkformer.jobs.preflight;

/**
 * Something about the cluster or its settings that training must not begin with, or, as a warning, had better not.
 *
 * @param message what is wrong, naming setting and value, without a full stop at the end
 * @param remedy what to do about it, without a full stop at the end
 */
public record Problem(String message, String remedy) {
    @Override
    public String toString() {
        return message + ". " + remedy;
    }
}
