package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

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
            String fingerprint)
            throws IOException {
        RunSpec run = spec(configuration, data);
        RunStart start = RunStart.fresh(run, data, null);
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        try {
            Exchange exchange = kind.create(spark, new LocalSteps(run, fingerprint, hadoop), start.averaging());
            return train(run, start, exchange);
        } finally {
            hadoop.destroy();
        }
    }

    private static TrialRun train(RunSpec run, RunStart start, Exchange exchange) throws IOException {
        RoundSchedule rounds = RoundSchedule.of(run);
        RunState state = exchange.begin(start.position(), start.origin());
        float[] initial = ReadParameters.of(state, start.layout());
        List<String> hashes = new ArrayList<>();
        while (state.position().step() < run.totalSteps()) {
            Round round =
                    rounds.round(state.position().round() + 1, state.position().step());
            RoundOutcome outcome = exchange.run(round, state);
            state.close();
            start.ledger().enter(round.number(), round.firstStep(), round.steps(), outcome.trained());
            state = outcome.state();
            hashes.add(state.parametersMerkle());
        }
        float[] end = ReadParameters.of(state, start.layout());
        state.close();
        return new TrialRun(initial, end, List.copyOf(hashes));
    }

    private static RunSpec spec(ResolvedConfig configuration, PreparedData data) {
        long samples = TrainingSamples.count(data, configuration.experiment());
        return new RunSpec(
                UUID.randomUUID().toString(),
                configuration.toJson(),
                data.directory().toString(),
                data.version(),
                DataTraits.of(data.manifest()),
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
