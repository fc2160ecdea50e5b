package io.sparkformer.jobs.config;

import java.util.regex.Pattern;

/** Keeps secrets out of what is stored and shown. */
final class Redaction {
    private static final String REDACTED = "(redacted)";
    private static final Pattern SECRET_KEY = Pattern.compile(
            "password|passwd|secret|token|credential|(key|access|account)-?id|(access|private|api)-?key",
            Pattern.CASE_INSENSITIVE);
    /** Names and passwords in addresses: {@code s3a://user:password@bucket/}. */
    private static final Pattern USER_IN_ADDRESS = Pattern.compile("(?<=://)[^/@\\s\"]+(?=@)");

    private Redaction() {}

    /** The value of {@code key} as it may be stored. */
    static String ofValue(String key, String value) {
        if (SECRET_KEY.matcher(key).find()) {
            return REDACTED;
        }
        return USER_IN_ADDRESS.matcher(value).replaceAll(REDACTED);
    }

    /** A {@code key=value} pair as it may be stored. */
    static String ofPair(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return pair;
        }
        String key = pair.substring(0, equals);
        return key + "=" + ofValue(key, pair.substring(equals + 1));
    }
}
