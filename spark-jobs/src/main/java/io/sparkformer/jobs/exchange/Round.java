package io.sparkformer.jobs.exchange;

import java.io.Serializable;

/**
 * One round of a run.
 *
 * @param number from 1
 * @param firstStep optimizer steps of the run before it
 * @param steps local steps that each worker takes
 */
public record Round(long number, long firstStep, int steps) implements Serializable {
    private static final long serialVersionUID = 1;
}
