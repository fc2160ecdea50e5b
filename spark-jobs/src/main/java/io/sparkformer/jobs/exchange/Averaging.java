package io.sparkformer.jobs.exchange;

import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.OuterOptimizerConfig;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.io.Serializable;

/**
 * What a round makes of its workers' results.
 *
 * @param layout the vectors of the state
 * @param outer what happens to the average of the parameters
 * @param schedule the learning rate of the local steps
 * @param firstStep of the run with which the schedule begins
 * @param scheduledSteps optimizer steps that the schedule spans
 * @param emaDecay share of the moving average of the model that one step keeps; 0 where there is none
 */
public record Averaging(
        StateLayout layout,
        OuterOptimizerConfig outer,
        ScheduleConfig schedule,
        long firstStep,
        long scheduledSteps,
        double emaDecay)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** The learning rate of every step that the schedule spans. */
    LearningRateSchedule rates() {
        return new LearningRateSchedule(schedule, firstStep, scheduledSteps);
    }
}
