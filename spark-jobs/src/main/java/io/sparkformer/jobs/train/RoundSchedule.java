package io.sparkformer.jobs.train;

import io.sparkformer.jobs.config.DoublingSettings;
import io.sparkformer.jobs.config.PostLocalSettings;
import io.sparkformer.jobs.config.QuadraticSettings;
import io.sparkformer.jobs.config.RoundsSettings;
import io.sparkformer.jobs.config.ScheduleSettings;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.optimizer.LearningRateSchedule;

/**
 * How long each round is: a pure function of the step that it begins with, so that a resumed run has the rounds of an
 * undisturbed one. With H = {@code training.local-steps}, T steps in all, the learning rate r(t) and the highest rate R, where t
 * and T count, as the schedule of the learning rate does, from the step with which the run's present data begin:
 *
 * <pre>
 * constant     H
 * post-local   1 while t < share T, then H                                   (Lin et al. 2020, arXiv:1808.07217)
 * doubling     initial for n rounds, twice that for n more, ..., at most H    (same, warm-up of local steps)
 * quadratic    max(initial, floor((growth R / r(t))^2)), at most H           (Gu et al. 2023, arXiv:2310.14423)
 * </pre>
 *
 * <p>In a warm-up of the learning rate the quadratic rule counts it as risen already, as its authors do: small rates at the
 * start are no reason for long rounds. The last round ends with the run.
 */
final class RoundSchedule {
    private final RoundsSettings rounds;
    private final ScheduleSettings schedule;
    private final LearningRateSchedule rates;
    private final int longest;
    private final long origin;
    private final long totalSteps;

    private RoundSchedule(TrainingConfig training, LearningRateSchedule rates, long origin, long totalSteps) {
        this.rounds = training.rounds();
        this.schedule = training.schedule();
        this.rates = rates;
        this.longest = training.localSteps();
        this.origin = origin;
        this.totalSteps = totalSteps;
    }

    /** The rounds of a run. */
    static RoundSchedule of(RunSpec run) {
        TrainingConfig training = run.experiment().training();
        return new RoundSchedule(training, Optimizers.rates(run), run.origin().step(), run.totalSteps());
    }

    /**
     * The round that begins with a step.
     *
     * @param number from 1
     * @param firstStep optimizer steps of the run before it
     */
    Round round(long number, long firstStep) {
        return new Round(number, firstStep, steps(firstStep));
    }

    /** The length of the round that begins with a step, counted from 0. */
    private int steps(long step) {
        if (step < origin || step >= totalSteps) {
            throw new IllegalArgumentException("no round begins with step " + step + " of " + totalSteps
                    + (origin == 0 ? "" : ", of which these data have those from " + origin + " on"));
        }
        return (int) Math.min(Math.min(longest, planned(step)), totalSteps - step);
    }

    private long planned(long step) {
        long t = step - origin;
        if (rounds instanceof PostLocalSettings postLocal) {
            return t < postLocal.synchronousShare() * (totalSteps - origin) ? 1 : longest;
        }
        if (rounds instanceof DoublingSettings doubling) {
            return doubled(doubling, t);
        }
        if (rounds instanceof QuadraticSettings quadratic) {
            double rate = t < schedule.warmupSteps() ? schedule.learningRate() : rates.at(step);
            double root = quadratic.growth() * (schedule.learningRate() / rate); // infinite at rate 0: the longest
            return Math.max(quadratic.initialSteps(), (long) Math.min(longest, root * root));
        }
        return longest;
    }

    private long doubled(DoublingSettings doubling, long t) {
        long steps = doubling.initialSteps();
        long left = t;
        while (steps < longest && left >= steps * doubling.doubleEveryRounds()) {
            left -= steps * doubling.doubleEveryRounds();
            steps *= 2;
        }
        return steps;
    }
}
