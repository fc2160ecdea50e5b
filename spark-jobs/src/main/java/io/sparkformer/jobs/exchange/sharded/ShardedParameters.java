package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.ParameterSource;
import io.sparkformer.jobs.exchange.StateVector;
import java.io.IOException;

/**
 * The parameters of a state whose blocks lie on executors.
 *
 * @param blocks the state
 */
record ShardedParameters(StateBlocks blocks) implements ParameterSource {
    private static final long serialVersionUID = 1;

    @Override
    public float[] parameters() throws IOException {
        float[] values = new float[blocks.layout().length()];
        try (ShardedReader reader = new ShardedReader(blocks)) {
            reader.read(StateVector.PARAMETERS, 0, values, values.length);
        }
        return values;
    }
}
