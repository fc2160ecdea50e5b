package io.sparkformer.jobs.exchange;

import io.sparkformer.model.optimizer.FlatVector;
import java.io.IOException;
import java.util.List;

/**
 * Through which a worker takes the averaged state and gives its own. The vectors are those of its replica: the parameters,
 * and then the optimizer's moments.
 */
public interface StatePort {
    /** Fills the vectors with what the round begins with. */
    void take(List<FlatVector> vectors) throws IOException;

    /**
     * Hands over what the local steps led to.
     *
     * @param weight by which it counts in the average
     */
    void give(List<FlatVector> vectors, double weight) throws IOException;
}
