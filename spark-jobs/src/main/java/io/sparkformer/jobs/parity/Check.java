package io.sparkformer.jobs.parity;

import java.util.Locale;

/**
 * One line of the result.
 *
 * @param exchange that it is about
 * @param promise what was promised
 * @param found what was found
 * @param passed whether that is what was promised
 */
record Check(String exchange, String promise, String found, boolean passed) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-9s %-70s %-28s %s", exchange, promise, found, passed ? "ok" : "DIFFERS");
    }
}
