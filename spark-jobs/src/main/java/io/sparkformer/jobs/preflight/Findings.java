package io.sparkformer.jobs.preflight;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * What a look at the cluster has found.
 *
 * @param reports of the executors
 * @param problems with which training must not begin
 * @param warnings with which it may
 */
public record Findings(List<ExecutorReport> reports, List<Problem> problems, List<Problem> warnings) {
    /** What to do about machines that round differently. */
    public static final String FINGERPRINT_REMEDY =
            "Run on one kind of machine, or pin the instruction set on all of them: OPENBLAS_CORETYPE=Haswell through"
                    + " spark.executorEnv, with SPARKFORMER_KEEP_OPENBLAS=1 for submit-scripts/sparkformer";

    /** Copies the lists. */
    public Findings {
        reports = List.copyOf(reports);
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** The same with further problems. */
    public Findings and(List<Problem> more) {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(more);
        return new Findings(reports, all, warnings);
    }

    /** The same with further warnings. */
    public Findings warning(List<Problem> more) {
        List<Problem> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Findings(reports, problems, all);
    }

    /** The smallest heap of an executor, in bytes. */
    public long smallestHeap() {
        return smallest(ExecutorReport::heapBytes);
    }

    /** The least that Spark may keep in an executor's memory, in bytes. */
    public long smallestStorage() {
        return smallest(ExecutorReport::storageBytes);
    }

    /** The smallest memory of a machine, in bytes. */
    public long smallestMachine() {
        return smallest(ExecutorReport::machineBytes);
    }

    private long smallest(ToLongFunction<ExecutorReport> bytes) {
        return reports.stream().mapToLong(bytes).min().orElseThrow();
    }

    /**
     * Tells the warnings and refuses the problems, all at once.
     *
     * @return the fingerprint that the executors agree on
     */
    public String require(JobContext context) {
        warnings.forEach(warning -> context.progress().message("warning: " + warning));
        if (problems.size() == 1) {
            throw new UserError(problems.get(0).message(), problems.get(0).remedy());
        }
        if (problems.size() > 1) {
            StringBuilder all = new StringBuilder("Training cannot begin, for " + problems.size() + " reasons:");
            problems.forEach(problem -> all.append("\n  - ").append(problem));
            throw new UserError(all.toString(), "Correct them all, then run the same command again");
        }
        return Objects.requireNonNull(reports.get(0).fingerprint());
    }
}
