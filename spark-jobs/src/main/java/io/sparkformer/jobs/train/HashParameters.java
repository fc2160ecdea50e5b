package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateTask;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Hashes the parameters of a state, wherever they lie.
 *
 * @param length how many there are
 */
record HashParameters(int length) implements StateTask<String> {
    private static final long serialVersionUID = 1;

    /** {@code parametersSha256} of a state. */
    static String of(RunState state, StateLayout layout) throws IOException {
        return state.compute(List.of(new HashParameters(layout.length())), new Configuration())
                .get(0);
    }

    @Override
    public String run(StateReader state, Configuration hadoop) {
        return ParameterHash.sha256(state.vector(StateVector.PARAMETERS), length);
    }
}
