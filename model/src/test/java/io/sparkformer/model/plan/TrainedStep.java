package io.sparkformer.model.plan;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.random.RandomFloats;

/**
 * What a classifier's plan for training leaves behind after a step from seeded parameters on seeded inputs.
 *
 * @param graph what was compiled
 * @param loss of the batch
 * @param logits [B, classes], flat
 * @param gradients in the layout's order
 * @param kernels that a run of the plan executes
 * @param bytes of the plan's working memory
 */
public record TrainedStep(ModelGraph graph, double loss, float[] logits, float[] gradients, int kernels, long bytes) {
    /** Compiles the graph and runs it twice: nothing of a run may be left for the next. */
    public static TrainedStep of(ModelGraph graph, Kernels engine, PlanSettings settings) {
        try (StepPlan plan = StepPlan.forTraining(graph, engine, settings)) {
            float[] parameters = RandomFloats.of("parameters", graph.layout().length(), 0.2f);
            plan.parameters().write(0, parameters, 0, parameters.length);
            graph.inputs()
                    .forEach((name, input) ->
                            plan.setInput(name, RandomFloats.of(name, Math.toIntExact(input.length()), 1)));
            plan.run();
            plan.run();
            float[] gradients = new float[parameters.length];
            plan.gradients().read(0, gradients, 0, gradients.length);
            return new TrainedStep(
                    graph, plan.loss(), plan.output("logits"), gradients, plan.kernelCount(), plan.workingBytes());
        }
    }
}
