package io.sparkformer.jobs.config;

import com.typesafe.config.ConfigOrigin;

/** Says where a value was written, as a person would look for it. */
final class Origins {
    private Origins() {}

    /** {@code conf/mine.conf:12}, {@code reference.conf:12}, or what the origin says of itself ({@code --set ...}). */
    static String describe(ConfigOrigin origin) {
        String file = origin.filename() != null ? origin.filename() : origin.resource();
        if (file == null) {
            return origin.description().replaceFirst(": \\d+$", "");
        }
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }
}
