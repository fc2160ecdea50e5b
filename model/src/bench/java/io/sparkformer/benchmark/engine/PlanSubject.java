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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The step plan over one of its engines, with a replica's work around it; each thread has a share of the batch. */
final class PlanSubject implements Subject {
    private final ExecutorService threads;
    private final int shares;
    private final BenchmarkModel model;
    private final Supplier<Kernels> kernels;
    private final List<StepPlan> training;
    private final double compileSeconds;
    private final Map<String, InputValues> inputs;
    private final Batch batch;
    private final Replica replica;
    private final LocalTraining steps;
    private long taken;
    private List<StepPlan> inference = List.of();

    PlanSubject(BenchmarkModel model, Supplier<Kernels> kernels, int shares) {
        this.model = model;
        this.kernels = kernels;
        this.shares = shares;
        this.threads = Executors.newFixedThreadPool(shares);
        BenchmarkModel share = model.withBatch(model.batch() / shares);
        long start = System.nanoTime();
        this.training = plans(share, GraphSettings.Mode.TRAINING, StepPlan::forTraining);
        this.compileSeconds = (System.nanoTime() - start) / 1e9 / shares;
        ModelGraph graph = training.get(0).graph();
        this.inputs = model.inputs(shares == 1 ? graph : model.graph(GraphSettings.Mode.TRAINING));
        // The samples' weights add up to 1: the loss is their mean already.
        this.batch = new Batch(inputs, new long[model.batch()], 1, model.batch());
        Optimizer optimizer = Optimizer.of(AdamWSettings.CONFIG, graph.layout());
        this.replica = new Replica(training, optimizer, AdamWSettings.schedule(), 0);
        float[] parameters = Values.parameters(graph);
        this.steps = replica.begin(new ReplicaState(parameters, optimizer.initialState(parameters.length)));
    }

    @Override
    public Sample step() {
        return Sample.of(() -> {
            if (model.isTrained()) {
                train();
                return training.stream().mapToDouble(StepPlan::loss).sum();
            }
            return run(training);
        });
    }

    private List<StepPlan> plans(
            BenchmarkModel share, GraphSettings.Mode mode, BiFunction<ModelGraph, Kernels, StepPlan> compile) {
        return Stream.generate(() -> compile.apply(share.graph(mode), kernels.get()))
                .limit(shares)
                .toList();
    }

    /** Computes each plan's share of the batch; returns the sum of their losses. */
    private double run(List<StepPlan> plans) {
        if (shares == 1) {
            return run(plans.get(0), 0);
        }
        List<Future<Double>> losses = IntStream.range(0, shares)
                .mapToObj(share -> threads.submit(() -> run(plans.get(share), share)))
                .toList();
        return losses.stream().mapToDouble(PlanSubject::finished).sum();
    }

    private double run(StepPlan plan, int share) {
        inputs.forEach((name, values) -> plan.setInput(
                name, values, share * Math.toIntExact(plan.graph().input(name).length())));
        plan.run();
        return plan.loss();
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
        List<StepPlan> plans = inference();
        return Sample.of(() -> run(plans));
    }

    private List<StepPlan> inference() {
        if (inference.isEmpty()) {
            BenchmarkModel share = model.withBatch(model.batch() / shares);
            inference = plans(share, GraphSettings.Mode.INFERENCE, StepPlan::forInference);
            float[] parameters = steps.result().state().parameters();
            inference.forEach(plan -> plan.parameters().write(0, parameters, 0, parameters.length));
        }
        return inference;
    }

    private static double finished(Future<Double> loss) {
        try {
            return loss.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a share of the batch failed", e);
        }
    }

    @Override
    public double compileSeconds() {
        return compileSeconds;
    }

    @Override
    public void close() {
        threads.shutdown();
        replica.close();
        inference.forEach(StepPlan::close);
    }
}
