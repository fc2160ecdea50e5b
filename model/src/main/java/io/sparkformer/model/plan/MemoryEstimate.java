package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;

/**
 * Off-heap bytes that a training plan will take, found by compiling it without memory.
 *
 * @param parameters the flat buffer of parameters, and as much again for gradients
 * @param activations the arena of everything in between
 * @param inputs inputs, masks and constants
 */
public record MemoryEstimate(long parameters, long activations, long inputs) {
    /**
     * Compiles the graph on an engine that is asked what it fuses and saves but allocates nothing.
     *
     * @param engine closed together with the plan
     */
    public static MemoryEstimate ofTraining(ModelGraph graph, Kernels engine, PlanSettings settings) {
        CountingKernels counting = new CountingKernels(engine);
        try (StepPlan plan = StepPlan.forTraining(graph, counting, settings)) {
            long width = graph.settings().type().width();
            long parameters = 2L * graph.layout().length() * width;
            long activations = plan.activationBytes();
            return new MemoryEstimate(parameters, activations, counting.bytes() - parameters - activations);
        }
    }

    /** All of them. */
    public long total() {
        return parameters + activations + inputs;
    }
}
