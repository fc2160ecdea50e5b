package io.sparkformer.model.graph;

import java.util.OptionalDouble;

/**
 * What moves a parameter in a step.
 *
 * @param decay whether the optimizer's weight decay applies
 * @param share of its gradient that is subtracted from it, whatever optimizer and learning rate, without moments and clipping; empty for what the
 *     optimizer moves
 */
public record Motion(boolean decay, OptionalDouble share) {
    /** By the optimizer, with weight decay. */
    public static final Motion DECAYED = new Motion(true, OptionalDouble.empty());

    /** By the optimizer alone. */
    public static final Motion UNDECAYED = new Motion(false, OptionalDouble.empty());

    /** Checks the share. */
    public Motion {
        if (!(share.orElse(0) >= 0 && share.orElse(0) <= 1)) {
            throw new IllegalArgumentException("share = " + share.getAsDouble() + ": must be from 0 to 1");
        }
    }

    /**
     * By a rule of its own: where the gradient is the parameter minus something, this makes it an average over steps that forgets,
     * of which a step keeps 1 - share.
     */
    public static Motion averaged(double share) {
        return new Motion(false, OptionalDouble.of(share));
    }
}
