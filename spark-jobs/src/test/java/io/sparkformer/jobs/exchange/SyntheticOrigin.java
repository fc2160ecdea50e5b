package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.StateVector.Kind;
import org.apache.hadoop.conf.Configuration;

/**
 * A beginning in which every vector holds other values.
 *
 * @param layout the vectors of the state
 */
public record SyntheticOrigin(StateLayout layout) implements StateOrigin {
    private static final long serialVersionUID = 1;

    @Override
    public StateReader open(Configuration hadoop) {
        return (vector, offset, target, count) -> {
            if (vector.kind() == Kind.RESIDUAL) {
                for (int i = 0; i < count; i++) {
                    target[i] = 0x1p-16f * ((offset + i) % 8 - vector.owner()); // which all codecs give back
                }
                return;
            }
            boolean none = vector.kind() == Kind.MOMENT && layout.policy() == OptimizerStatePolicy.RESET;
            for (int i = 0; i < count; i++) {
                target[i] = none
                        ? 0
                        : 1e-6f * (offset + i)
                                + vector.kind().name().length()
                                + 0.1f * vector.owner()
                                + vector.moment();
            }
        };
    }
}
