package io.sparkformer.jobs.exchange;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Brings all vectors of a state to the driver: small states of tests only.
 *
 * @param layout which vectors there are
 */
public record ReadVectors(StateLayout layout) implements StateTask<float[][]> {
    private static final long serialVersionUID = 1;

    /** All of a state, wherever it lies. */
    public static ArrayState all(RunState state, StateLayout layout) throws IOException {
        float[][] vectors = state.compute(List.of(new ReadVectors(layout)), new Configuration())
                .get(0);
        return ArrayState.of(state.position(), layout, new Reader(layout, vectors));
    }

    @Override
    public float[][] run(StateReader state, Configuration hadoop) throws IOException {
        List<StateVector> vectors = vectors(layout);
        float[][] values = new float[vectors.size()][layout.length()];
        for (int i = 0; i < values.length; i++) {
            state.read(vectors.get(i), 0, values[i], layout.length());
        }
        return values;
    }

    private static List<StateVector> vectors(StateLayout layout) {
        List<StateVector> vectors = new ArrayList<>(List.of(StateVector.PARAMETERS));
        for (int owner = 0; owner < layout.owners(); owner++) {
            for (int moment = 0; moment < layout.moments(); moment++) {
                vectors.add(StateVector.moment(owner, moment));
            }
        }
        if (layout.velocity()) {
            vectors.add(StateVector.VELOCITY);
        }
        if (layout.movingAverage()) {
            vectors.add(StateVector.MOVING_AVERAGE);
        }
        for (int worker = 0; layout.hasResiduals() && worker < layout.workers(); worker++) {
            vectors.add(StateVector.residual(worker));
        }
        return vectors;
    }

    /** Reads what was brought. */
    private record Reader(StateLayout layout, float[][] values) implements StateReader {
        @Override
        public void read(StateVector vector, int offset, float[] target, int count) {
            System.arraycopy(values[vectors(layout).indexOf(vector)], offset, target, 0, count);
        }
    }
}
