package io.sparkformer.jobs.exchange;

import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.optimizer.FlatSource;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A state as arrays in this process. They are never modified.
 *
 * @param position how far the run has come
 * @param parameters the averaged model, in layout order
 * @param moments the optimizer's by owner: one owner for all workers, or one each where they keep their own
 * @param velocity the outer optimizer's; empty where it has none
 * @param movingAverage the exponential moving average of the model; empty where none is kept
 * @param residuals what compression has left of each worker's differences; empty where nothing is kept of them
 */
public record ArrayState(
        Position position,
        float[] parameters,
        float[][][] moments,
        float[] velocity,
        float[] movingAverage,
        float[][] residuals)
        implements RunState, StateReader {
    /** Reads all of a state. */
    public static ArrayState of(Position position, StateLayout layout, StateReader reader) throws IOException {
        float[][][] moments = new float[layout.owners()][layout.moments()][];
        for (int owner = 0; owner < moments.length; owner++) {
            for (int moment = 0; moment < layout.moments(); moment++) {
                moments[owner][moment] = read(reader, StateVector.moment(owner, moment), layout.length());
            }
        }
        float[][] residuals = new float[layout.hasResiduals() ? layout.workers() : 0][];
        for (int worker = 0; worker < residuals.length; worker++) {
            residuals[worker] = read(reader, StateVector.residual(worker), layout.length());
        }
        return new ArrayState(
                position,
                read(reader, StateVector.PARAMETERS, layout.length()),
                moments,
                read(reader, StateVector.VELOCITY, layout.velocity() ? layout.length() : 0),
                read(reader, StateVector.MOVING_AVERAGE, layout.movingAverage() ? layout.length() : 0),
                residuals);
    }

    private static float[] read(StateReader reader, StateVector vector, int length) throws IOException {
        float[] values = new float[length];
        if (length > 0) {
            reader.read(vector, 0, values, length);
        }
        return values;
    }

    @Override
    public void read(StateVector vector, int offset, float[] target, int count) {
        FlatSource.of(array(vector)).read(offset, target, count);
    }

    /** The elements of a vector; not to be modified. */
    float[] array(StateVector vector) {
        return switch (vector.kind()) {
            case PARAMETERS -> parameters;
            case MOMENT -> moments[vector.owner()][vector.moment()];
            case VELOCITY -> velocity;
            case MOVING_AVERAGE -> movingAverage;
            case RESIDUAL -> residuals[vector.owner()];
        };
    }

    @Override
    public String parametersMerkle() {
        return ParameterHash.merkle(parameters);
    }

    @Override
    public <R extends Serializable> List<R> compute(List<? extends StateTask<R>> tasks, Configuration hadoop)
            throws IOException {
        List<R> results = new ArrayList<>();
        for (StateTask<R> task : tasks) {
            results.add(task.run(this, hadoop));
        }
        return results;
    }

    @Override
    public void close() {}
}
