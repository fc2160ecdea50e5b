package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.GradientClipping;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.OptimizerState;
import io.sparkformer.model.plan.StepPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One model being trained: a compiled plan for each share of a micro-batch, and an optimizer.
 *
 * <p>A micro-batch of B samples is cut into S shares of B / S, which run side by side; their gradients are summed in the
 * shares' order. S is part of what is computed, like B; the number of threads is not.
 *
 * <p>A replica keeps no training state between calls. The result of {@link #train} is a pure function of its arguments,
 * so that it may be computed again, elsewhere, and come out the same.
 */
public final class Replica implements AutoCloseable {
    private final List<ReplicaShare> shares = new ArrayList<>();
    private final ShareThreads threads;
    private final Optimizer optimizer;
    private final LearningRateSchedule schedule;
    private final int microBatches;
    private final double clipNorm;
    private final float[] sum;
    private final float[] part;

    /**
     * Prepares a replica.
     *
     * @param plans training plans of equal graphs, one for each share, closed together with the replica
     * @param microBatches batches whose gradients are summed for one optimizer step
     * @param clipNorm largest norm of a step's gradient; 0 for no limit
     */
    public Replica(
            List<StepPlan> plans,
            Optimizer optimizer,
            LearningRateSchedule schedule,
            int microBatches,
            double clipNorm) {
        this.threads = new ShareThreads(Math.max(1, plans.size() - 1));
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.microBatches = microBatches;
        this.clipNorm = clipNorm;
        for (StepPlan plan : plans) {
            shares.add(new ReplicaShare(plan, shares.size()));
        }
        this.sum = new float[plan().graph().layout().length()];
        this.part = new float[sum.length];
    }

    /** The compiled graph of the first share; the others' are equal. */
    public StepPlan plan() {
        return shares.get(0).plan();
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
            double weight = sumGradients(parameters, step, source, totals);
            if (weight > 0) {
                descend(parameters, state, step, weight, totals);
            }
        }
        return totals.result(new ReplicaState(parameters, state));
    }

    /** Sums the gradients of the step's micro-batches; returns the sum of their samples' weights. */
    private double sumGradients(float[] parameters, long step, BatchSource source, Totals totals) throws IOException {
        shares.forEach(share -> share.setParameters(parameters));
        double weight = 0;
        boolean first = true;
        for (int microBatch = 0; microBatch < microBatches; microBatch++) {
            long before = System.nanoTime();
            Batch batch = source.batch(step, microBatch);
            totals.nanosWaiting += System.nanoTime() - before;
            if (batch.samples() > 0) {
                int used = run(batch, step, microBatch, totals);
                for (ReplicaShare share : shares.subList(0, used)) {
                    addGradients(share, first);
                    first = false;
                }
                weight += batch.weight();
            }
        }
        return weight;
    }

    /** Runs the shares that have samples, and returns how many these are. */
    private int run(Batch batch, long step, int microBatch, Totals totals) {
        int used =
                (int) shares.stream().filter(share -> share.hasSamples(batch)).count();
        double loss = 0;
        for (double share : threads.run(used, index -> shares.get(index).run(batch))) {
            loss += share;
        }
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException("the loss", loss, step, microBatch);
        }
        totals.lossSum += loss;
        totals.weight += batch.weight();
        totals.samples += batch.samples();
        return used;
    }

    private void addGradients(ReplicaShare share, boolean first) {
        share.plan().gradients().read(0, first ? sum : part, 0, sum.length);
        if (!first) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
    }

    private void descend(float[] parameters, OptimizerState state, long step, double weight, Totals totals) {
        double norm = GradientClipping.norm(sum) / weight;
        if (!Double.isFinite(norm)) {
            throw new NonFiniteLossException("the gradient's norm", norm, step, microBatches - 1);
        }
        totals.gradientNorm = Math.max(totals.gradientNorm, norm);
        totals.steps++;
        GradientClipping.scale(sum, GradientClipping.factor(norm, clipNorm) / weight);
        optimizer.step(parameters, sum, state, schedule.at(step));
    }

    @Override
    public void close() {
        threads.close();
        shares.forEach(ReplicaShare::close);
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
