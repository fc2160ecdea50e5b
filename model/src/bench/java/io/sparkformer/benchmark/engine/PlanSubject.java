package io.sparkformer.benchmark.engine;

import io.sparkformer.benchmark.model.BenchmarkModel;
import io.sparkformer.benchmark.model.Values;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.LocalTraining;
import io.sparkformer.model.train.Replica;
import io.sparkformer.model.train.ReplicaState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The step plan over one of its engines, with a replica's work around it. */
final class PlanSubject implements Subject {
    private final BenchmarkModel model;
    private final Supplier<Kernels> kernels;
    private final StepPlan training;
    private final double compileSeconds;
    private final Map<String, InputValues> inputs;
    private final Batch batch;
    private final Replica replica;
    private final LocalTraining steps;
    private long taken;
    private @Nullable StepPlan inference;

    PlanSubject(BenchmarkModel model, Supplier<Kernels> kernels) {
        this.model = model;
        this.kernels = kernels;
        long start = System.nanoTime();
        this.training = StepPlan.forTraining(model.graph(GraphSettings.Mode.TRAINING), kernels.get());
        this.compileSeconds = (System.nanoTime() - start) / 1e9;
        this.inputs = model.inputs(training.graph());
        // The samples' weights add up to 1: the loss is their mean already.
        this.batch = new Batch(inputs, new long[model.batch()], 1, model.batch());
        ModelGraph graph = training.graph();
        Optimizer optimizer = Optimizer.of(AdamWSettings.CONFIG, graph.layout());
        this.replica = new Replica(List.of(training), optimizer, AdamWSettings.schedule(), 1, 0);
        float[] parameters = Values.parameters(graph);
        this.steps = replica.begin(new ReplicaState(parameters, optimizer.initialState(parameters.length)));
    }

    @Override
    public Sample step() {
        return Sample.of(() -> {
            if (model.isTrained()) {
                train();
            } else {
                inputs.forEach(training::setInput);
                training.run();
            }
            return training.loss();
        });
    }

    private void train() {
        try {
            steps.step(taken++, (step, microBatch) -> batch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            float[] parameters = steps.result().state().parameters();
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
        replica.close();
        if (inference != null) {
            inference.close();
        }
    }
}
