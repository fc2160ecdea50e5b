package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.engine.NumericFingerprint;
import io.sparkformer.model.plan.Precision;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Keeps machines that round differently from training together. */
final class Fingerprints {
    private static final String REMEDY =
            "Run on one kind of machine, or pin the instruction set on all of them: OPENBLAS_CORETYPE=Haswell through"
                    + " spark.executorEnv, with SPARKFORMER_KEEP_OPENBLAS=1 for submit-scripts/sparkformer";

    private Fingerprints() {}

    /** The fingerprint that the executors agree on. */
    static String agreed(JavaSparkContext spark, Engine engine, Precision precision, int workers) {
        List<Integer> places = IntStream.range(0, workers).boxed().toList();
        SortedSet<String> found = new TreeSet<>(spark.parallelize(places, workers)
                .map(place -> NumericFingerprint.of(engine, precision))
                .distinct()
                .collect());
        if (found.size() > 1) {
            throw new UserError("Executors compute different bits: their numeric fingerprints are " + found, REMEDY);
        }
        return found.first();
    }

    /** Refuses to go on where the fingerprint is not the run's. */
    static void require(String expected, String found) {
        if (!expected.equals(found)) {
            throw new UserError(
                    "The numeric fingerprint of this machine is " + found + ", the run's is " + expected
                            + ": it would compute other bits",
                    REMEDY);
        }
    }
}
