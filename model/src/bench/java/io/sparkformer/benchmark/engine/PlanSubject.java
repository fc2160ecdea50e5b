package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.model.Values;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.OptimizerState;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The step plan over one of its engines, with a replica's work around it. */
final class PlanSubject implements Subject {
    private final BenchmarkModel model;
    private final Supplier<Kernels> kernels;
    private final StepPlan training;
    private final double compileSeconds;
    private final Map<String, float[]> inputs;
    private final float[] parameters;
    private final float[] gradients;
    private final Optimizer optimizer;
    private final OptimizerState state;
    private @Nullable StepPlan inference;

    PlanSubject(BenchmarkModel model, Supplier<Kernels> kernels) {
        this.model = model;
        this.kernels = kernels;
        long start = System.nanoTime();
        this.training = StepPlan.forTraining(model.graph(GraphSettings.Mode.TRAINING), kernels.get());
        this.compileSeconds = (System.nanoTime() - start) / 1e9;
        this.inputs = model.inputs(training.graph());
        this.parameters = Values.parameters(training.graph());
        this.gradients = new float[parameters.length];
        this.optimizer = Optimizer.of(AdamWSettings.CONFIG, training.graph().layout());
        this.state = optimizer.initialState(parameters.length);
    }

    @Override
    public Sample step() {
        return Sample.of(() -> {
            training.parameters().write(0, parameters, 0, parameters.length);
            inputs.forEach(training::setInput);
            training.run();
            double loss = training.loss();
            if (model.isTrained()) {
                training.gradients().read(0, gradients, 0, gradients.length);
                optimizer.step(parameters, gradients, state, AdamWSettings.LEARNING_RATE);
            }
            return loss;
        });
    }

    @Override
    public Sample forward() {
        StepPlan plan = inference();
        return Sample.of(() -> {
            inputs.forEach(plan::setInput);
            plan.run();
            return plan.loss();
        });
    }

    private StepPlan inference() {
        StepPlan plan = inference;
        if (plan == null) {
            plan = StepPlan.forInference(model.graph(GraphSettings.Mode.INFERENCE), kernels.get());
            plan.parameters().write(0, parameters, 0, parameters.length);
            inference = plan;
        }
        return plan;
    }

    @Override
    public double compileSeconds() {
        return compileSeconds;
    }

    @Override
    public void close() {
        training.close();
        if (inference != null) {
            inference.close();
        }
    }
}
