package io.sparkformer.model.plan;

import java.util.Set;

/**
 * How a plan uses memory. Nothing of it changes what is computed.
 *
 * @param recomputation what is computed again for the gradients
 * @param kept names of activations that are kept for {@link StepPlan#values} instead of giving their memory to later ones
 */
public record PlanSettings(Recomputation recomputation, Set<String> kept) {
    /** Cheap activations are computed again, nothing is kept to be looked at. */
    public static final PlanSettings DEFAULT = new PlanSettings(Recomputation.CHEAP, Set.of());

    /** Takes a copy. */
    public PlanSettings {
        kept = Set.copyOf(kept);
    }

    /** The default, for a look at these activations. */
    public static PlanSettings keeping(Set<String> kept) {
        return new PlanSettings(Recomputation.CHEAP, kept);
    }

    /** The default, but for the recomputation. */
    public static PlanSettings recomputing(Recomputation recomputation) {
        return new PlanSettings(recomputation, Set.of());
    }
}
