package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateTask;
import io.sparkformer.jobs.exchange.StateVector;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Brings the parameters of a state to the driver, wherever they lie: of small models only.
 *
 * @param length how many there are
 */
record ReadParameters(int length) implements StateTask<float[]> {
    private static final long serialVersionUID = 1;

    /** The parameters of a state. */
    static float[] of(RunState state, StateLayout layout) throws IOException {
        return state.compute(List.of(new ReadParameters(layout.length())), new Configuration())
                .get(0);
    }

    @Override
    public float[] run(StateReader state, Configuration hadoop) throws IOException {
        float[] parameters = new float[length];
        state.read(StateVector.PARAMETERS, 0, parameters, length);
        return parameters;
    }
}
