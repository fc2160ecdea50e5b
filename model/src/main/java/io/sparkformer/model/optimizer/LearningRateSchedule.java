package io.sparkformer.model.optimizer;

/**
 * The learning rate as a pure function of the step: up in a straight line, then along the configured shape.
 *
 * <pre>
 * t < warmup:  base * (t + 1) / warmup
 * else with p = (t - warmup) / (total - warmup):
 *   cosine     final + (base - final) * (1 + cos(pi p)) / 2
 *   linear     final + (base - final) * (1 - p)
 *   constant   base
 *   inverse root      base * sqrt(warmup / (t + 1))
 *   cosine restarts   as cosine, with p = c / T in the c-th step of a cycle of T steps
 * </pre>
 *
 * <p>Steps t count from 0, at the step where the schedule begins. The first step already learns, and the final rate stands at
 * t = total, one behind the last step: with a final rate of 0 no step of the run is wasted.
 */
public final class LearningRateSchedule {
    private final ScheduleConfig config;
    private final long firstStep;
    private final long totalSteps;

    /**
     * A schedule for a run.
     *
     * @param totalSteps number of optimizer steps of the whole run, above 0
     */
    public LearningRateSchedule(ScheduleConfig config, long totalSteps) {
        this(config, 0, totalSteps);
    }

    /**
     * A schedule for a run that goes on from other steps.
     *
     * @param firstStep steps that were taken before the schedule begins, 0 or more
     * @param totalSteps number of optimizer steps from there on, above 0
     */
    public LearningRateSchedule(ScheduleConfig config, long firstStep, long totalSteps) {
        Checks.notNegative("first step", firstStep);
        Checks.positive("total steps", (double) totalSteps);
        this.config = config;
        this.firstStep = firstStep;
        this.totalSteps = totalSteps;
    }

    /**
     * The learning rate of one step.
     *
     * @param runStep counted from 0 and not before the first step of the schedule; behind its last the rate stays
     */
    public double at(long runStep) {
        long step = runStep - firstStep;
        Checks.notNegative("step", step);
        if (step < config.warmupSteps()) {
            return config.learningRate() * ((double) (step + 1) / config.warmupSteps());
        }
        return switch (config.shape()) {
            case COSINE -> between((1 + StrictMath.cos(Math.PI * progress(step))) / 2);
            case LINEAR -> between(1 - progress(step));
            case CONSTANT -> config.learningRate();
            case INVERSE_ROOT ->
                config.learningRate()
                        * StrictMath.sqrt((double) config.warmupSteps() / (Math.min(step, totalSteps) + 1));
            case COSINE_RESTARTS -> between((1 + StrictMath.cos(Math.PI * cycleProgress(step))) / 2);
        };
    }

    /**
     * The share of the schedule's steps that are taken before one, from 0 at its first to 1 behind its last.
     *
     * @param runStep as for {@link #at}
     */
    public double share(long runStep) {
        long step = runStep - firstStep;
        Checks.notNegative("step", step);
        return step >= totalSteps ? 1 : (double) step / totalSteps;
    }

    /** From 0 at the first step of a cycle up to below 1. */
    private double cycleProgress(long step) {
        long cycle = config.cycles().firstSteps();
        long within = Math.min(step, Math.max(totalSteps, config.warmupSteps())) - config.warmupSteps();
        if (config.cycles().growth() == 1) {
            return (double) (within % cycle) / cycle;
        }
        while (within >= cycle) {
            within -= cycle;
            cycle *= config.cycles().growth();
        }
        return (double) within / cycle;
    }

    /**
     * The mean learning rate of successive steps.
     *
     * @param from the first of them, as for {@link #at}
     * @param steps how many, above 0
     */
    public double mean(long from, int steps) {
        Checks.positive("steps", (double) steps);
        double sum = 0;
        for (long step = from; step < from + steps; step++) {
            sum += at(step);
        }
        return sum / steps;
    }

    /** The base rate for 1, the final rate for 0, both exactly. */
    private double between(double share) {
        return share * config.learningRate() + (1 - share) * config.finalLearningRate();
    }

    /** From 0 at the first step behind the warm-up to 1 behind the last step. */
    private double progress(long step) {
        return step >= totalSteps ? 1 : (double) (step - config.warmupSteps()) / (totalSteps - config.warmupSteps());
    }
}
