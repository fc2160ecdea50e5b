package io.sparkformer.jobs.config;

/** The learning rate over the steps, chosen by the key {@code training.schedule.type}. */
public sealed interface ScheduleSettings
        permits CosineSettings, LinearSettings, ConstantSettings, NoamSettings, CosineRestartsSettings {
    /** The rate after the warm-up, which is the highest. */
    double learningRate();

    /** Steps over which the rate grows linearly from 0. */
    int warmupSteps();
}
