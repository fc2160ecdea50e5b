package io.sparkformer.model.optimizer;

/** The learning rate as a pure function of the step. */
public final class LearningRateSchedule {
    private final ScheduleConfig config;
    private final long totalSteps;

    /**
     * A schedule for a run.
     *
     * @param totalSteps number of optimizer steps of the whole run
     */
    public LearningRateSchedule(ScheduleConfig config, long totalSteps) {
        this.config = config;
        this.totalSteps = totalSteps;
    }

    /** The learning rate of step {@code step}, counted from 0. */
    public double at(long step) {
        if (step < config.warmupSteps()) {
            return config.learningRate() * (step + 1) / config.warmupSteps();
        }
        double fall = config.learningRate() - config.finalLearningRate();
        return switch (config.shape()) {
            case COSINE -> config.finalLearningRate() + fall * (1 + StrictMath.cos(Math.PI * progress(step))) / 2;
            case LINEAR -> config.learningRate() - fall * progress(step);
            case CONSTANT -> config.learningRate();
        };
    }

    /** 0 at the first step behind the warm-up, 1 at the last step of the run and from then on. */
    private double progress(long step) {
        long steps = totalSteps - 1 - config.warmupSteps();
        return steps <= 0 ? 1 : Math.min(1, (double) (step - config.warmupSteps()) / steps);
    }
}
