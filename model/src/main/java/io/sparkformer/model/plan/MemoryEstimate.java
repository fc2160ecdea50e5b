package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;

/**
 * Off-heap bytes that a training plan will take, found by compiling it without memory.
 *
 * @param parameters the flat buffer of parameters
 * @param working the arena of activations and gradients
 * @param inputs inputs, masks and constants
 */
public record MemoryEstimate(long parameters, long working, long inputs) {
    /**
     * Compiles the graph on an engine that is asked what it fuses and saves but allocates nothing.
     *
     * @param engine closed together with the plan
     */
    public static MemoryEstimate ofTraining(ModelGraph graph, Kernels engine, PlanSettings settings) {
        CountingKernels counting = new CountingKernels(engine);
        try (StepPlan plan = StepPlan.forTraining(graph, counting, settings)) {
            long width = graph.settings().type().width();
            long parameters = graph.layout().length() * width;
            long working = plan.workingBytes();
            return new MemoryEstimate(parameters, working, counting.bytes() - parameters - working);
        }
    }

    /** All of them. */
    public long total() {
        return parameters + working + inputs;
    }
}
