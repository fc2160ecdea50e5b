package io.sparkformer.jobs.exchange;

import java.io.Serializable;

/**
 * One worker at the beginning of a round.
 *
 * @param number from 0
 * @param optimizerSteps steps that the moments have seen which it begins with
 */
public record Worker(int number, long optimizerSteps) implements Serializable {
    private static final long serialVersionUID = 1;
}
