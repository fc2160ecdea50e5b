package io.sparkformer.model.train;

import io.sparkformer.model.optimizer.BlockwiseOptimizer;
import io.sparkformer.model.optimizer.FlatVector;
import io.sparkformer.model.optimizer.GradientClipping;
import io.sparkformer.model.optimizer.GradientNorm;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Moments;
import io.sparkformer.model.optimizer.Optimizer;
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
 * <p>While it is trained, a model lives in its plans' own memory; the optimizer works there. A replica keeps no training
 * state between calls. The result of {@link #train} is a pure function of its arguments, so that it may be computed again,
 * elsewhere, and come out the same.
 */
public final class Replica implements AutoCloseable {
    private final List<ReplicaShare> shares = new ArrayList<>();
    private final ShareThreads threads;
    private final Optimizer optimizer;
    private final BlockwiseOptimizer steps;
    private final LearningRateSchedule schedule;
    private final double clipNorm;
    private final SharedParameters parameters;
    private final Moments moments;
    private final GradientSum gradients;
    private final GradientNorm norm;

    /**
     * Prepares a replica.
     *
     * @param plans training plans of equal graphs, one for each share, closed together with the replica
     * @param clipNorm largest norm of a step's gradient; 0 for no limit
     */
    public Replica(List<StepPlan> plans, Optimizer optimizer, LearningRateSchedule schedule, double clipNorm) {
        this.threads = new ShareThreads(plans.size());
        this.optimizer = optimizer;
        this.steps = new BlockwiseOptimizer(optimizer, threads);
        this.schedule = schedule;
        this.clipNorm = clipNorm;
        for (StepPlan plan : plans) {
            shares.add(new ReplicaShare(plan, shares.size()));
        }
        this.parameters = new SharedParameters(shares);
        this.moments = Moments.zero(optimizer);
        this.gradients = new GradientSum(shares, threads);
        this.norm = new GradientNorm(optimizer, threads);
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
        return train(begin(start), firstStep, steps, source, listener).result();
    }

    /**
     * Takes {@code steps} optimizer steps from the state that {@link #vectors()} hold, which then hold what they lead to.
     *
     * @param optimizerSteps steps that the moments among them have seen
     * @param firstStep number of optimizer steps that the run has taken before
     * @throws NonFiniteLossException if the loss or the gradient is not finite
     */
    public LocalTotals train(long optimizerSteps, long firstStep, int steps, BatchSource source, StepListener listener)
            throws IOException {
        moments.steps(optimizerSteps);
        return train(new LocalTraining(this, moments), firstStep, steps, source, listener)
                .totals();
    }

    private static LocalTraining train(
            LocalTraining training, long firstStep, int steps, BatchSource source, StepListener listener)
            throws IOException {
        for (long step = firstStep; step < firstStep + steps; step++) {
            listener.beforeStep(step);
            training.step(step, source);
        }
        return training;
    }

    /**
     * The state in work, where it lies: the parameters, and then the optimizer's moments in the order of their names. What
     * is written here is what is trained from.
     */
    public List<FlatVector> vectors() {
        List<FlatVector> vectors = new ArrayList<>();
        vectors.add(parameters);
        vectors.addAll(moments.vectors());
        return vectors;
    }

    /**
     * Begins training step by step, in place of whatever this replica trained before.
     *
     * @param start not modified
     */
    public LocalTraining begin(ReplicaState start) {
        if (start.parameters().length != optimizer.length()) {
            throw new IllegalArgumentException("a state of " + start.parameters().length + " parameters for a model of "
                    + optimizer.length() + ": it belongs to another model");
        }
        moments.set(start.optimizer(), optimizer);
        parameters.setAll(start.parameters());
        return new LocalTraining(this, moments);
    }

    /** Sums the gradients of the step's micro-batches; returns the sum of their samples' weights. */
    double sumGradients(long step, BatchSource source, Totals totals) throws IOException {
        gradients.clear();
        double weight = 0;
        for (int microBatch = 0; microBatch < source.microBatches(); microBatch++) {
            long before = System.nanoTime();
            Batch batch = source.batch(step, microBatch);
            totals.addWaiting(System.nanoTime() - before);
            if (batch.samples() > 0) {
                gradients.keep();
                double loss = run(batch, schedule.share(step));
                if (!Double.isFinite(loss)) {
                    throw new NonFiniteLossException("the loss", loss, step, microBatch);
                }
                totals.addBatch(batch, loss);
                weight += batch.weight();
            }
        }
        return weight;
    }

    /** Runs the shares that have samples, and returns the sum of their losses. */
    private double run(Batch batch, double progress) {
        int used =
                (int) shares.stream().filter(share -> share.hasSamples(batch)).count();
        double loss = 0;
        for (double share : threads.run(used, index -> shares.get(index).run(batch, progress))) {
            loss += share;
        }
        gradients.add(used);
        return loss;
    }

    /**
     * Takes the step along the summed gradients; returns their norm before clipping.
     *
     * @param lastMicroBatch the one that completed them, for messages
     * @param weight sum of their samples' weights
     */
    double descend(Moments moments, long step, int lastMicroBatch, double weight) {
        double length = norm.of(gradients::complete) / weight;
        if (!Double.isFinite(length)) {
            throw new NonFiniteLossException("the gradient's norm", length, step, lastMicroBatch);
        }
        double clipping = GradientClipping.factor(length, clipNorm);
        steps.step(parameters, gradients, clipping / weight, clipping, moments, schedule.at(step));
        return length;
    }

    /** A copy of the parameters as they are now. */
    float[] parameters() {
        return parameters.toArray();
    }

    @Override
    public void close() {
        threads.close();
        shares.forEach(ReplicaShare::close);
    }
}
