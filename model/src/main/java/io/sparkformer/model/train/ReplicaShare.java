package io.sparkformer.model.train;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInput;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The part of a replica that computes one share of each micro-batch: some consecutive places of the batch, on one core.
 */
final class ReplicaShare implements AutoCloseable {
    private final StepPlan plan;
    private final int index;
    private final Map<String, float[]> drawn = new HashMap<>();

    ReplicaShare(StepPlan plan, int index) {
        this.plan = plan;
        this.index = index;
        for (RandomInput random : plan.graph().randomInputs()) {
            drawn.put(random.input(), new float[random.length()]);
        }
    }

    StepPlan plan() {
        return plan;
    }

    /** Whether any real sample of the batch lies in this share; they come first. */
    boolean hasSamples(Batch batch) {
        return batch.samples() > index * samples();
    }

    /**
     * Computes this share of a batch; the gradients stay in the plan.
     *
     * @param progress share of the training's steps that were taken before
     */
    double run(Batch batch, double progress) {
        batch.inputs().forEach((name, values) -> {
            int length = Math.toIntExact(plan.graph().input(name).length());
            plan.setInput(name, values, index * length);
        });
        long[] keys = Arrays.copyOfRange(batch.sampleKeys(), index * samples(), (index + 1) * samples());
        for (RandomInput random : plan.graph().randomInputs()) {
            float[] values = Objects.requireNonNull(drawn.get(random.input()));
            random.fill(keys, values);
            plan.setInput(random.input(), values, 0);
        }
        if (plan.graph().inputs().containsKey(ModelGraph.PROGRESS)) {
            plan.setInput(ModelGraph.PROGRESS, new float[] {(float) progress});
        }
        plan.run();
        return plan.loss();
    }

    private int samples() {
        return plan.graph().settings().batchSize();
    }

    @Override
    public void close() {
        plan.close();
    }
}
