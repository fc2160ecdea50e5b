package io.sparkformer.benchmark.scaling;

import io.sparkformer.benchmark.averaging.Scenario;
import io.sparkformer.benchmark.averaging.ScenarioProcess;
import io.sparkformer.benchmark.averaging.ScenarioResult;
import io.sparkformer.jobs.config.ExchangeChoice;
import java.io.IOException;
import java.nio.file.Path;

/** Measures rounds, and what of them the simulation needs. */
final class Measurements {
    private static final int TINY = 1_000;
    private static final int MANY = 66;

    private final Path scratch;
    private final boolean quick;

    Measurements(Path scratch, boolean quick) {
        this.scratch = scratch;
        this.quick = quick;
    }

    /** One and two executors, with a state of this many floats and with next to none. */
    Constants constants(int length) throws IOException, InterruptedException {
        Stages tiny = stages(2, TINY, 2);
        Stages many = stages(2, TINY, MANY);
        Stages one = stages(1, length, 1).without(tiny);
        Stages three = stages(1, length, 3).without(tiny);
        Stages two = stages(2, length, 2).without(tiny);
        double state = (double) length * Float.BYTES;
        double add = (three.averaging() - one.averaging()) / 2 / state;
        double make = one.averaging() / state - add;
        double moved = two.averaging() - state * add - state / 2 * make;
        return new Constants(
                tiny.round(),
                3,
                (many.round() - tiny.round()) / (MANY - 2),
                one.training() / state,
                add,
                make,
                moved / (2 * state));
    }

    /** Median seconds of rounds with one worker per executor, without what the workers compute. */
    double exchange(int executors, int length) throws IOException, InterruptedException {
        return stages(executors, length, executors).round();
    }

    /**
     * Medians of measured rounds, in seconds.
     *
     * @param training the first stage, without what the workers compute
     * @param averaging the second stage
     * @param round all of it, without what the workers compute
     */
    private record Stages(double training, double averaging, double round) {
        Stages without(Stages fixed) {
            return new Stages(training - fixed.training, averaging - fixed.averaging, round - fixed.round);
        }
    }

    private Stages stages(int executors, int length, int workers) throws IOException, InterruptedException {
        String name = "%d executors, %,d floats, %d workers".formatted(executors, length, workers);
        System.out.println("== " + name);
        boolean tiny = length == TINY;
        int warmup = quick ? 3 : tiny ? 30 : 10;
        int rounds = quick ? 5 : tiny ? 60 : 15;
        ScenarioResult result = ScenarioProcess.run(
                Scenario.onCluster(name, executors, ExchangeChoice.SHARDED, length, 0, workers, warmup, rounds, "none"),
                scratch);
        double computing = result.number("computingSeconds");
        return new Stages(
                result.number("trainingSeconds") - computing,
                result.number("averagingSeconds"),
                result.number("seconds") - computing);
    }
}
