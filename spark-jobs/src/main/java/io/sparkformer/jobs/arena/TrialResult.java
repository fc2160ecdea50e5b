package io.sparkformer.jobs.arena;

import java.io.Serializable;

/**
 * What became of a trial.
 *
 * @param contender name of the attention
 * @param task name of the task
 * @param seed see {@link Trial}
 * @param tokens of a row
 * @param parameters of the model
 * @param accuracy share of test examples that it told right
 * @param secondsPerStep of training, without the making of examples
 * @param density share of all pairs of tokens that the attention compares; NaN where it compares none
 * @param parametersSha256 of the trained parameters
 */
record TrialResult(
        String contender,
        String task,
        long seed,
        int tokens,
        int parameters,
        double accuracy,
        double secondsPerStep,
        double density,
        String parametersSha256)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
