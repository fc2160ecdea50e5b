package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import java.util.List;

/** Takes steps along gradients. */
public sealed interface Optimizer permits AdamW, Sgd {
    /** Names of the moments, as checkpoints have them. */
    List<String> slotNames();

    /**
     * Takes one step in place.
     *
     * @param gradients of the mean loss, in layout order; not modified
     * @param state updated
     */
    void step(float[] parameters, float[] gradients, OptimizerState state, double learningRate);

    /** The state before the first step of a model of {@code length} parameters. */
    default OptimizerState initialState(int length) {
        return OptimizerState.zero(slotNames().size(), length);
    }

    /** The configured optimizer for parameters of this layout. */
    static Optimizer of(OptimizerConfig config, ParameterLayout layout) {
        if (config instanceof AdamWConfig adamW) {
            return new AdamW(adamW, DecayRun.of(layout));
        }
        return new Sgd((SgdConfig) config, DecayRun.of(layout));
    }
}
