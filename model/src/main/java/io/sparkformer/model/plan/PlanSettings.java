package io.sparkformer.model.plan;

import java.util.Set;

/**
 * How a plan uses memory, and what it need not compute. Nothing of it changes what is computed, but for what is frozen in
 * bfloat16: where a value is rounded depends on its readers.
 *
 * @param recomputation what is computed again for the gradients; in a graph with inverses always everything inside a block, and its input too
 * @param kept names of activations that are kept for {@link StepPlan#values} instead of giving their memory to later ones
 * @param frozen names of parameters whose gradients nobody wants: they stay zero, and the backward pass ends where only
 *     such parameters lie below
 */
public record PlanSettings(Recomputation recomputation, Set<String> kept, Set<String> frozen) {
    /** Cheap activations are computed again, nothing is kept to be looked at. */
    public static final PlanSettings DEFAULT = new PlanSettings(Recomputation.CHEAP, Set.of(), Set.of());

    /** Takes copies. */
    public PlanSettings {
        kept = Set.copyOf(kept);
        frozen = Set.copyOf(frozen);
    }

    /** The default, for a look at these activations. */
    public static PlanSettings keeping(Set<String> kept) {
        return new PlanSettings(Recomputation.CHEAP, kept, Set.of());
    }

    /** The default, but for the recomputation. */
    public static PlanSettings recomputing(Recomputation recomputation) {
        return new PlanSettings(recomputation, Set.of(), Set.of());
    }

    /** These settings, for training all but some parameters. */
    public PlanSettings freezing(Set<String> parameters) {
        return new PlanSettings(recomputation, kept, parameters);
    }
}
