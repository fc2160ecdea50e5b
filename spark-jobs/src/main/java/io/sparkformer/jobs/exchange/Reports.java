package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.OptimizerStatePolicy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What all workers of a round tell, in their order. */
public final class Reports {
    private final List<WorkerReport> reports;

    private Reports(List<WorkerReport> reports) {
        this.reports = reports;
    }

    /**
     * The reports of all workers.
     *
     * @throws UserError if one of them could not go on
     */
    public static Reports of(List<WorkerReport> reports) {
        for (WorkerReport report : reports) {
            if (report.failure() != null) {
                throw new UserError(
                        "Training diverged. " + report.failure(),
                        "These keys decide the bits: begin a new run with them, with another --output");
            }
        }
        return new Reports(reports.stream()
                .sorted(Comparator.comparingInt(WorkerReport::worker))
                .toList());
    }

    /** By which each worker counts in the average. */
    public double[] weights() {
        return reports.stream().mapToDouble(WorkerReport::weight).toArray();
    }

    /** Where the run is after the round. */
    public Position position(Round round, OptimizerStatePolicy policy) {
        return new Position(round.number(), round.firstStep() + round.steps(), optimizerSteps(policy));
    }

    /** A worker whose slice of an epoch's last step was empty has taken fewer steps; the average counts the most. */
    private long[] optimizerSteps(OptimizerStatePolicy policy) {
        long[] steps = reports.stream().mapToLong(WorkerReport::optimizerSteps).toArray();
        return switch (policy) {
            case KEEP -> steps;
            case AVERAGE -> new long[] {Arrays.stream(steps).max().orElseThrow()};
            case RESET -> new long[] {0};
        };
    }

    /**
     * The outcome of the round.
     *
     * @param seconds that it took
     * @param slots how many workers trained at the same time
     */
    public RoundOutcome outcome(RunState state, double seconds, int slots) {
        double lossSum = 0;
        double weight = 0;
        double gradientNorm = 0;
        long waiting = 0;
        long training = 0;
        TrainedSamples trained = new TrainedSamples();
        for (WorkerReport report : reports) {
            lossSum += report.lossSum();
            weight += report.weight();
            gradientNorm = Math.max(gradientNorm, report.gradientNorm());
            waiting = Math.max(waiting, report.nanosWaiting());
            training += report.nanosTraining();
            trained.add(report.trained());
        }
        double averaging = Math.max(0, seconds - training / 1e9 / Math.min(slots, reports.size()));
        return new RoundOutcome(state, lossSum / weight, gradientNorm, trained, waiting / 1e9, averaging);
    }
}
