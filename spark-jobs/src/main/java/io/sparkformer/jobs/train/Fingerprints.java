package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.preflight.Findings;
import io.sparkformer.jobs.preflight.Problem;
import java.util.List;
import java.util.Objects;

/** Keeps machines that round differently from training together. */
final class Fingerprints {
    private Fingerprints() {}

    /** The problem, if executors compute otherwise than the run so far. */
    static List<Problem> problems(String expected, Findings findings) {
        return findings.reports().stream()
                .filter(report ->
                        report.fingerprint() != null && !report.fingerprint().equals(expected))
                .limit(1)
                .map(report -> new Problem(
                        mismatch("of " + report.place(), Objects.requireNonNull(report.fingerprint()), expected),
                        Findings.FINGERPRINT_REMEDY))
                .toList();
    }

    /** Refuses to go on where the fingerprint is not the run's. */
    static void require(String expected, String found) {
        if (!expected.equals(found)) {
            throw new UserError(mismatch("of this machine", found, expected), Findings.FINGERPRINT_REMEDY);
        }
    }

    private static String mismatch(String whose, String found, String expected) {
        return "The numeric fingerprint " + whose + " is " + found + ", the run's is " + expected
                + ": it would compute other bits";
    }
}
