package io.sparkformer.model.train;

import io.sparkformer.model.graph.RandomMask;
import io.sparkformer.model.optimizer.GradientClipping;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.OptimizerState;
import io.sparkformer.model.plan.StepPlan;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One model being trained by one thread: a compiled plan and an optimizer.
 *
 * <p>A replica keeps no training state between calls. The result of {@link #train} is a pure function of its arguments,
 * so that it may be computed again, elsewhere, and come out the same.
 */
public final class Replica implements AutoCloseable {
    private final StepPlan plan;
    private final Optimizer optimizer;
    private final LearningRateSchedule schedule;
    private final int microBatches;
    private final double clipNorm;
    private final float[] gradients;
    private final float[] accumulated;
    private final Map<String, float[]> masks = new HashMap<>();

    /**
     * Prepares a replica.
     *
     * @param plan a training plan, closed together with the replica
     * @param microBatches batches whose gradients are summed for one optimizer step
     * @param clipNorm largest norm of a step's gradient; 0 for no limit
     */
    public Replica(
            StepPlan plan, Optimizer optimizer, LearningRateSchedule schedule, int microBatches, double clipNorm) {
        this.plan = plan;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.microBatches = microBatches;
        this.clipNorm = clipNorm;
        this.gradients = new float[plan.graph().layout().length()];
        this.accumulated = new float[gradients.length];
        for (RandomMask mask : plan.graph().masks()) {
            masks.put(mask.input(), new float[mask.length()]);
        }
    }

    /** The compiled graph. */
    public StepPlan plan() {
        return plan;
    }

    /**
     * Takes {@code steps} optimizer steps.
     *
     * @param start not modified
     * @param firstStep number of optimizer steps that the run has taken before
     * @throws NonFiniteLossException if the loss or the gradient is not finite
     */
    public LocalResult train(ReplicaState start, long firstStep, int steps, BatchSource source, StepListener listener)
            throws IOException {
        float[] parameters = start.parameters().clone();
        OptimizerState state = start.optimizer().copy();
        Totals totals = new Totals();
        for (long step = firstStep; step < firstStep + steps; step++) {
            listener.beforeStep(step);
            double weight = accumulateGradients(parameters, step, source, totals);
            if (weight > 0) {
                descend(parameters, state, step, weight, totals);
            }
        }
        return totals.result(new ReplicaState(parameters, state));
    }

    /** Sums the gradients of the step's micro-batches; returns the sum of their samples' weights. */
    private double accumulateGradients(float[] parameters, long step, BatchSource source, Totals totals)
            throws IOException {
        plan.parameters().write(0, parameters, 0, parameters.length);
        Arrays.fill(accumulated, 0);
        double weight = 0;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            long before = System.nanoTime();
            Batch batch = source.batch(step, microBatch);
            totals.nanosWaiting += System.nanoTime() - before;
            if (batch.samples() > 0) {
                runPlan(batch, step, microBatch, totals);
                plan.gradients().read(0, gradients, 0, gradients.length);
                for (int i = 0; i < gradients.length; i++) {
                    accumulated[i] += gradients[i];
                }
                weight += batch.weight();
            }
        }
        return weight;
    }

    private void runPlan(Batch batch, long step, int microBatch, Totals totals) {
        batch.inputs().forEach(plan::setInput);
        for (RandomMask mask : plan.graph().masks()) {
            float[] values = Objects.requireNonNull(masks.get(mask.input()));
            mask.fill(batch.sampleKeys(), values);
            plan.setInput(mask.input(), values);
        }
        plan.run();
        double loss = plan.loss();
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException("the loss", loss, step, microBatch);
        }
        totals.lossSum += loss;
        totals.weight += batch.weight();
        totals.samples += batch.samples();
    }

    private void descend(float[] parameters, OptimizerState state, long step, double weight, Totals totals) {
        float reciprocal = (float) (1 / weight);
        for (int i = 0; i < accumulated.length; i++) {
            accumulated[i] *= reciprocal;
        }
        double norm = clipNorm > 0
                ? GradientClipping.clipByGlobalNorm(accumulated, clipNorm)
                : GradientClipping.norm(accumulated);
        if (!Double.isFinite(norm)) {
            throw new NonFiniteLossException("the gradient's norm", norm, step, microBatches - 1);
        }
        totals.gradientNorm = Math.max(totals.gradientNorm, norm);
        totals.steps++;
        optimizer.step(parameters, accumulated, state, schedule.at(step));
    }

    @Override
    public void close() {
        plan.close();
    }

    /** Sums over the steps of one call. */
    private static final class Totals {
        private double lossSum;
        private double weight;
        private long samples;
        private int steps;
        private double gradientNorm;
        private long nanosWaiting;

        LocalResult result(ReplicaState state) {
            return new LocalResult(state, lossSum, weight, samples, steps, gradientNorm, nanosWaiting);
        }
    }
}
