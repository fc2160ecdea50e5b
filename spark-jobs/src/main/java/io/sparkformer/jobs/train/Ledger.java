package io.sparkformer.jobs.train;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.exchange.TrainedSamples;
import io.sparkformer.jobs.exchange.TrainedSamples.Count;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accounts for every sample: each is trained exactly once per epoch. A round that trained other samples than its steps
 * call for, or an epoch that did not train all of them, fails the run.
 */
final class Ledger {
    private final StepGeometry geometry;
    private final Count complete;
    private final TreeMap<Long, Count> open;
    private long samples;

    /**
     * Continues a ledger.
     *
     * @param open what the unfinished epochs have trained so far
     * @param samples trained so far in all
     */
    Ledger(StepGeometry geometry, SortedMap<Long, Count> open, long samples) {
        this.geometry = geometry;
        this.complete = Count.all(geometry.samples());
        this.open = new TreeMap<>(open);
        this.samples = samples;
    }

    /** Enters a round. */
    void enter(long round, long firstStep, long steps, TrainedSamples trained) {
        SortedMap<Long, Long> due = new TreeMap<>();
        for (long step = firstStep; step < firstStep + steps; step++) {
            due.merge(geometry.epoch(step), geometry.stepCount(step), Long::sum);
        }
        trained.epochs().keySet().forEach(epoch -> due.putIfAbsent(epoch, 0L));
        due.forEach((epoch, expected) -> {
            long found = trained.epochs().getOrDefault(epoch, Count.NONE).samples();
            if (found != expected) {
                throw mismatch("round " + round + " of epoch " + epoch, found, expected);
            }
            samples += expected;
        });
        trained.epochs().forEach((epoch, count) -> open.merge(epoch, count, Count::plus));
        closeEpochsBefore(firstStep + steps);
    }

    private void closeEpochsBefore(long step) {
        long current = geometry.epoch(step);
        SortedMap<Long, Count> finished = open.headMap(current);
        finished.forEach((epoch, count) -> {
            if (!count.equals(complete)) {
                throw mismatch("epoch " + epoch, count.samples(), complete.samples());
            }
        });
        finished.clear();
    }

    /** What the unfinished epochs have trained so far. */
    SortedMap<Long, Count> open() {
        return open;
    }

    /** Samples of one epoch. */
    long epochSamples() {
        return geometry.samples();
    }

    /** Samples trained so far, each counted once per epoch. */
    long samples() {
        return samples;
    }

    private static UserError mismatch(String what, long trained, long expected) {
        return new UserError(
                "The ledger does not balance: " + what + " trained " + trained + " samples where " + expected
                        + " were due" + (trained == expected ? ", but not each of them once" : ""),
                "The prepared data changed under the run, or this is a defect; resume from the last checkpoint");
    }
}
