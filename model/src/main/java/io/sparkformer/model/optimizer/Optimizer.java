package io.sparkformer.model.optimizer;

import io.sparkformer.model.graph.ParameterLayout;
import java.util.List;

/**
 * A rule that turns gradients into steps; {@link BlockwiseOptimizer} takes them.
 *
 * <p>An optimizer keeps nothing between steps: what it remembers of past gradients is the caller's {@link OptimizerState},
 * which can be averaged, saved and shipped like the parameters.
 */
public abstract sealed class Optimizer permits AdamW, Lamb, Sgd {
    private final Stretches stretches;
    private final int length;

    Optimizer(Stretches stretches, int length) {
        this.stretches = stretches;
        this.length = length;
    }

    /** The configured optimizer for parameters of this layout, which all learn at the schedule's rate. */
    public static Optimizer of(OptimizerConfig config, ParameterLayout layout) {
        return of(config, layout, ParameterRates.equal());
    }

    /** The configured optimizer for parameters of this layout. */
    public static Optimizer of(OptimizerConfig config, ParameterLayout layout, ParameterRates rates) {
        if (config instanceof AdamWConfig adamW) {
            return new AdamW(adamW, layout, rates);
        }
        if (config instanceof LambConfig lamb) {
            return new Lamb(lamb, layout, rates);
        }
        return new Sgd((SgdConfig) config, layout, rates);
    }

    /** Names of the moments, as checkpoints have them. */
    public abstract List<String> slotNames();

    /** New passes of a step, in order, for one step at a time. */
    abstract List<Sweep> sweeps();

    /** What the passes treat alike. */
    final Stretches stretches() {
        return stretches;
    }

    /** Number of parameters. */
    public final int length() {
        return length;
    }

    /** The state before the first step of a model of {@code length} parameters. */
    public final OptimizerState initialState(int length) {
        return OptimizerState.zero(slotNames().size(), length);
    }
}
