package io.sparkformer.jobs.exchange;

import io.sparkformer.model.optimizer.OuterOptimizerConfig;
import java.io.Serializable;

/**
 * What a round makes of its workers' results.
 *
 * @param layout the vectors of the state
 * @param outer what happens to the average of the parameters
 * @param emaDecay share of the moving average of the model that one step keeps; 0 where there is none
 */
public record Averaging(StateLayout layout, OuterOptimizerConfig outer, double emaDecay) implements Serializable {
    private static final long serialVersionUID = 1;
}
