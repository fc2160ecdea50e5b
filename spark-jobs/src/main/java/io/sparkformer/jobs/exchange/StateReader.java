package io.sparkformer.jobs.exchange;

import io.sparkformer.model.optimizer.FlatSource;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads the vectors of a state, wherever they lie. Used by one thread, vector after vector and from front to back. */
public interface StateReader {
    /**
     * Copies the elements of a vector from {@code offset} on to the first {@code count} places of {@code target}.
     *
     * @throws IllegalArgumentException if the state has no such vector
     */
    void read(StateVector vector, int offset, float[] target, int count) throws IOException;

    /** One vector of the state. */
    default FlatSource vector(StateVector vector) {
        return (offset, target, count) -> {
            try {
                read(vector, offset, target, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
