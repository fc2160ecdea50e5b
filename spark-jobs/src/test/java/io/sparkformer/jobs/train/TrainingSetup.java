package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Exchanges;
import io.sparkformer.jobs.exchange.ReadVectors;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TinyExperiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A configured run on small data, and its rounds one after the other.
 *
 * @param run the run
 * @param identity what it is made of
 */
record TrainingSetup(RunSpec run, Identity identity) {
    static TrainingSetup of(PreparedData data, String... settings) {
        ResolvedConfig configuration = TinyExperiment.on(data, settings);
        long samples = data.manifest().split("train").orElseThrow().samples();
        RunSpec run = new RunSpec(
                UUID.randomUUID().toString(),
                configuration.toJson(),
                data.directory().toUri().getPath(),
                data.version(),
                DataTraits.ofImages(data.manifest().classes().size()),
                Geometries.totalSteps(configuration.experiment().training(), samples));
        return new TrainingSetup(
                run, new Identity(run, configuration, data, run.experiment().fingerprint()));
    }

    /** A start from the seed. */
    RunStart start() {
        return RunStart.of(run, identity.data(), Optional.empty(), null);
    }

    /** The parameters before the first step. */
    float[] initial() {
        return state(start()).parameters();
    }

    /** All of the state that a run starts from. */
    static ArrayState state(RunStart start) {
        try {
            return ArrayState.of(
                    start.position(), start.layout(), start.origin().open(new Configuration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configured exchange, on the tests' Spark. */
    Exchange exchange() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        LocalSteps work = new LocalSteps(
                run,
                identity.fingerprint(),
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration())));
        return Exchanges.of(
                spark, work, start().averaging(), run.experiment().training().exchange());
    }

    StepGeometry geometry() {
        return Geometries.of(
                run.experiment().training(),
                identity.data().manifest().split("train").orElseThrow().samples());
    }

    /** The rounds of the whole run. */
    List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        RoundSchedule schedule = RoundSchedule.of(run);
        for (long step = 0; step < run.totalSteps(); ) {
            Round round = schedule.round(rounds.size() + 1, step);
            rounds.add(round);
            step += round.steps();
        }
        return rounds;
    }

    /** The outcomes of all rounds, one after the other; the ledger must agree. */
    List<RoundOutcome> train(Exchange exchange) {
        try {
            RunStart start = start();
            RunState state = exchange.begin(start.position(), start.origin());
            List<RoundOutcome> outcomes = new ArrayList<>();
            for (Round round : rounds()) {
                RoundOutcome outcome = exchange.run(round, state);
                start.ledger().enter(round.number(), round.firstStep(), round.steps(), outcome.trained());
                state.close();
                state = outcome.state();
                outcomes.add(new RoundOutcome(
                        ReadVectors.all(state, start.layout()),
                        outcome.loss(),
                        outcome.gradientNorm(),
                        outcome.trained(),
                        outcome.secondsWaiting(),
                        outcome.secondsAveraging()));
            }
            return outcomes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state after the last round. */
    ArrayState trained(Exchange exchange) {
        List<RoundOutcome> outcomes = train(exchange);
        return (ArrayState) outcomes.get(outcomes.size() - 1).state();
    }
}
