package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import java.util.List;

/**
 * Takes steps along gradients. All buffers are flat, in layout order.
 *
 * <p>An optimizer keeps nothing between calls: what it remembers of past gradients is the caller's {@link OptimizerState},
 * which can be averaged, saved and shipped like the parameters.
 */
public sealed interface Optimizer permits AdamW, Sgd {
    /** Names of the moments, as checkpoints have them. */
    List<String> slotNames();

    /**
     * The elements from {@code from} up to {@code to} of a step that {@link OptimizerState#advance} has counted already.
     * The parts of a step may be taken in any order and by several threads; together they are the step, bit for bit.
     *
     * @param parameters updated in place
     * @param gradients of the mean loss; not modified
     * @param state its moments are updated in place
     * @throws IllegalArgumentException if a buffer is not as long as the layout, or the moments are not this optimizer's
     */
    void update(float[] parameters, float[] gradients, OptimizerState state, double learningRate, int from, int to);

    /**
     * Takes one whole step in place.
     *
     * @param gradients of the mean loss; not modified
     * @param state updated, its step counted
     */
    default void step(float[] parameters, float[] gradients, OptimizerState state, double learningRate) {
        state.advance();
        update(parameters, gradients, state, learningRate, 0, parameters.length);
    }

    /** The state before the first step of a model of {@code length} parameters. */
    default OptimizerState initialState(int length) {
        return OptimizerState.zero(slotNames().size(), length);
    }

    /** The configured optimizer for parameters of this layout. */
    static Optimizer of(OptimizerConfig config, ParameterLayout layout) {
        if (config instanceof AdamWConfig adamW) {
            return new AdamW(adamW, DecayMap.of(layout));
        }
        return new Sgd((SgdConfig) config, DecayMap.of(layout));
    }
}
