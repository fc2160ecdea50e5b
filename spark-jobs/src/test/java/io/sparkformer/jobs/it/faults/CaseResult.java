package io.sparkformer.jobs.it.faults;

import java.util.Locale;

/**
 * A line of the file of results.
 *
 * @param id of the case
 * @param build SHA-256 of the application jar
 * @param spark the release that it ran on
 * @param passed whether the parameters after every round and at the end were those of the undisturbed run
 * @param outcome how the run came to its end, or what failed
 * @param seen what Spark noticed of the fault
 * @param sha256 of the parameters; empty where it failed
 * @param seconds all of it, with the start of the cluster
 */
record CaseResult(
        String id,
        String build,
        String spark,
        boolean passed,
        String outcome,
        String seen,
        String sha256,
        double seconds) {
    private static final int SHORT_HASH = 8;

    /** The beginning of a hash. */
    static String shortened(String hash) {
        return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
    }

    /** Its cells in the table of a case, after those of the case itself. */
    String cells() {
        String hash = passed ? "`" + shortened(sha256) + "`" : "**failed**";
        return String.format(Locale.ROOT, "%s | %s | %s | %.0f s", hash, outcome.replace("|", "\\|"), seen, seconds);
    }
}
