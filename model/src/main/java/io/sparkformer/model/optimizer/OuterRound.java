package io.sparkformer.model.optimizer;

/**
 * What an outer step needs to know of the round behind it, besides the models.
 *
 * @param learningRate of the round's local steps, their mean where it changes from step to step
 */
public record OuterRound(double learningRate) {
    /** Refuses a rate that is none. */
    public OuterRound {
        Checks.notNegative("the round's learning rate", learningRate);
    }
}
