package io.sparkformer.jobs.arena;

import java.io.Serializable;

/**
 * What a step costs at a length.
 *
 * @param contender name of the attention
 * @param tokens of the sequence
 * @param seconds the median step; NaN where there is none
 * @param bytes off-heap memory of the plan: parameters, activations, gradients, inputs and constants
 * @param refusal why the attention cannot serve the length; empty where it can
 */
record LengthResult(String contender, int tokens, double seconds, long bytes, String refusal) implements Serializable {
    private static final long serialVersionUID = 1;

    static LengthResult refused(String contender, int tokens, String why) {
        return new LengthResult(contender, tokens, Double.NaN, 0, why);
    }
}
