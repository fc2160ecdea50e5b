package io.sparkformer.jobs.train;

import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.model.optimizer.FlatSource;
import java.util.Arrays;

/** The state before the first step: given parameters, of which the moving average is a copy, and zeros. */
final class InitialReader implements StateReader {
    private final float[] parameters;

    InitialReader(float[] parameters) {
        this.parameters = parameters;
    }

    @Override
    public void read(StateVector vector, int offset, float[] target, int count) {
        switch (vector.kind()) {
            case PARAMETERS, MOVING_AVERAGE -> FlatSource.of(parameters).read(offset, target, count);
            case MOMENT, VELOCITY, RESIDUAL -> Arrays.fill(target, 0, count, 0);
        }
    }
}
