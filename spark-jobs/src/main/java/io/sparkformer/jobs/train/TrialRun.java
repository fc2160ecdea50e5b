package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run for its numbers only: all its rounds, from the seed, with the ledger, but without checkpoints, evaluation or report.
 *
 * @param start the parameters before the first step
 * @param end the parameters after the last
 * @param hashes of the parameters after each round
 */
public record TrialRun(float[] start, float[] end, List<String> hashes) {
    /**
     * Trains.
     *
     * @param configuration a training's
     * @param fingerprint that the executors agreed on
     */
    public static TrialRun of(
            JavaSparkContext spark,
            ExchangeKind kind,
            ResolvedConfig configuration,
            PreparedData data,
            String fingerprint) {
        RunSpec run = spec(configuration, data);
        RunStart start = RunStart.of(run, data, Optional.empty());
        Exchange exchange = kind.create(spark, run, fingerprint);
        int localSteps = configuration.experiment().training().localSteps();
        RunState state = start.state();
        List<String> hashes = new ArrayList<>();
        while (state.step() < run.totalSteps()) {
            int steps = (int) Math.min(localSteps, run.totalSteps() - state.step());
            Round round = new Round(state.round() + 1, state.step(), steps);
            RoundOutcome outcome = exchange.run(round, state);
            start.ledger().enter(round.number(), round.firstStep(), steps, outcome.trained());
            state = outcome.state();
            hashes.add(ParameterHash.merkle(state.parameters()));
        }
        return new TrialRun(start.initial(), state.parameters(), List.copyOf(hashes));
    }

    private static RunSpec spec(ResolvedConfig configuration, PreparedData data) {
        long samples = TrainingSamples.count(data, configuration.experiment());
        return new RunSpec(
                UUID.randomUUID().toString(),
                configuration.toJson(),
                data.directory().toString(),
                data.version(),
                data.manifest().classes().size(),
                Geometries.totalSteps(configuration.experiment().training(), samples));
    }

    /** |a - b| / |a - start|: how far two runs are apart, as a share of the way that the first one went. */
    public double relativeDistance(TrialRun other) {
        return distance(end, other.end) / distance(end, start);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
