package io.sparkformer.benchmark.engine;

import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.optimizer.ScheduleConfig.Shape;

/** The optimizer of all engines. */
final class AdamWSettings {
    static final double LEARNING_RATE = 1e-4;
    static final AdamWConfig CONFIG = new AdamWConfig(0.9, 0.999, 1e-8, 0.05);

    private AdamWSettings() {}

    /** The same rate in every step. */
    static LearningRateSchedule schedule() {
        return new LearningRateSchedule(new ScheduleConfig(Shape.CONSTANT, LEARNING_RATE, 0, LEARNING_RATE), 1);
    }
}
