package io.sparkformer.jobs.train;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TinyExperiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

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
                data.manifest().classes().size(),
                Geometries.totalSteps(configuration.experiment().training(), samples));
        return new TrainingSetup(
                run, new Identity(run, configuration, data, run.experiment().fingerprint()));
    }

    /** A start from the seed. */
    RunStart start() {
        return RunStart.of(run, identity.data(), Optional.empty());
    }

    /** The exchange under test, on the tests' Spark. */
    DriverExchange exchange() {
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        return new DriverExchange(spark, run, identity.fingerprint());
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
        RunStart start = start();
        RunState state = start.state();
        List<RoundOutcome> outcomes = new ArrayList<>();
        for (Round round : rounds()) {
            RoundOutcome outcome = exchange.run(round, state);
            start.ledger().enter(round.number(), round.firstStep(), round.steps(), outcome.trained());
            outcomes.add(outcome);
            state = outcome.state();
        }
        return outcomes;
    }

    /** The state after the last round. */
    RunState trained(Exchange exchange) {
        List<RoundOutcome> outcomes = train(exchange);
        return outcomes.get(outcomes.size() - 1).state();
    }
}
