package io.sparkformer.jobs.config;

import java.util.regex.Pattern;

/**
 * Keeps secrets out of what is stored and shown. The jobs themselves work with the values as they were given; what goes to
 * a file, to the console or into a checkpoint passes through here.
 *
 * <p>No key of the experiment's own is a secret; secrets come as parts of addresses, in queries of presigned ones, and as
 * settings of file systems that a message quotes.
 */
public final class Redaction {
    private static final String REDACTED = "(redacted)";

    /** Numbers of tokens and names of tokenizers are no secrets. */
    private static final String SECRET_NAME =
            "(?:password|passwd|secret|signature|token(?!s|iz)|credential|(?:access|private|api|account)[._-]?key"
                    + "|(?:key|access|account)[._-]?id)";

    private static final Pattern SECRET_KEY = Pattern.compile(SECRET_NAME, Pattern.CASE_INSENSITIVE);

    /**
     * Names and passwords in addresses, {@code s3a://user:password@bucket/}, up to the last @ of the authority. A password
     * may hold a slash, which is what follows a port otherwise: {@code hdfs://host:8020/}. Azure's {@code
     * abfs://container@account/} names a container, no user.
     */
    private static final Pattern USER_IN_ADDRESS = Pattern.compile(
            "(?<=://)(?:(?<!(?:abfs|abfss|wasb|wasbs)://)[^/\\s\"'\\\\]+"
                    + "|[^/:\\s\"'\\\\]+:(?!\\d{1,5}(?:[/\\s\"'\\\\]|$))[^@\\s\"'\\\\]*)(?=@)",
            Pattern.CASE_INSENSITIVE);

    /** Settings and parameters of queries: {@code fs.s3a.secret.key=...}, {@code ?X-Amz-Signature=...}, {@code &sig=...}. */
    private static final Pattern SETTING = Pattern.compile(
            "((?:[\\w.-]*" + SECRET_NAME + "[\\w.-]*|(?<=[?&])sig)=)[^\\s,;&\"'\\\\]+", Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The value of {@code key} as it may be stored. */
    static String ofValue(String key, String value) {
        return SECRET_KEY.matcher(key).find() ? REDACTED : ofText(value);
    }

    /** A {@code key=value} pair as it may be stored. */
    static String ofPair(String pair) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return ofText(pair);
        }
        String key = pair.substring(0, equals);
        return key + "=" + ofValue(key, pair.substring(equals + 1));
    }

    /** Any text, a message or an address, as it may be stored and shown. */
    public static String ofText(String text) {
        String addresses = USER_IN_ADDRESS.matcher(text).replaceAll(REDACTED);
        return SETTING.matcher(addresses).replaceAll("$1" + REDACTED);
    }
}
