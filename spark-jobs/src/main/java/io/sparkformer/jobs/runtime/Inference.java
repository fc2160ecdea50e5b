package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.StepPlan;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** A model that is asked about a split's samples, compiled once and used by one task at a time. */
public final class Inference implements AutoCloseable {
    /** A product of a single row takes another way through the libraries, and rounds in another order. */
    private static final int SMALLEST_BATCH = 2;

    private static final String FEATURES = "features";

    private final RunSpec run;
    private final int batchSize;
    private final StepPlan plan;
    private final InferenceInputs inputs;

    /**
     * Opens the split and compiles the model.
     *
     * @param split name of the split
     * @param batchSize samples per run of the plan
     */
    public Inference(RunSpec run, String split, int batchSize, Configuration hadoop) throws IOException {
        this.run = run;
        this.batchSize = Math.max(SMALLEST_BATCH, batchSize);
        PreparedData data = run.data(hadoop);
        this.inputs = Sources.inference(run, data, split, this.batchSize);
        this.plan = StepPlan.forInference(
                run.task().graph(GraphSettings.inference(this.batchSize)),
                run.experiment().kernels());
    }

    /** Takes over the parameters to predict with. */
    public void setParameters(float[] parameters) {
        plan.parameters().write(0, parameters, 0, parameters.length);
    }

    /** Predicts the samples from {@code from} to before {@code to}, in order. */
    public Predictions predict(long from, long to, int topK) throws IOException {
        return predict(from, to, topK, false);
    }

    /** The same, and on demand keeps the probabilities of all classes. */
    public Predictions predict(long from, long to, int topK, boolean keepsScores) throws IOException {
        int classes = Math.toIntExact(graph().output("logits").dimension(-1));
        Predictions.Kind kind = new Predictions.Kind(
                classes, Math.min(topK, classes), run.experiment().training().loss(), keepsScores);
        Predictions.Collector predictions = new Predictions.Collector(from, kind);
        for (long first = from; first < to; first += batchSize) {
            Asked asked = run(first, to);
            predictions.add(asked, plan.output("logits"), plan.output("losses"));
        }
        return predictions.toPredictions();
    }

    /** What the head sees of the samples from {@code from} to before {@code to}: one vector after the other. */
    public float[][] features(long from, long to) throws IOException {
        Tensor output = graph().output(FEATURES);
        int width = Math.toIntExact(output.dimension(-1));
        float[][] features = new float[Math.toIntExact(to - from)][width];
        for (long first = from; first < to; first += batchSize) {
            run(first, to);
            float[] batch = plan.output(FEATURES);
            for (long sample = first; sample < Math.min(first + batchSize, to); sample++) {
                int place = (int) (sample - first);
                System.arraycopy(batch, place * width, features[(int) (sample - from)], 0, width);
            }
        }
        return features;
    }

    private Asked run(long first, long to) throws IOException {
        Asked asked = inputs.load(first, (int) Math.min(batchSize, to - first));
        inputs.values().forEach((name, values) -> plan.setInput(name, values));
        plan.run();
        return asked;
    }

    private ModelGraph graph() {
        return plan.graph();
    }

    /** The classes of a sample, as it was prepared. */
    public int[] labels(long sample) throws IOException {
        return inputs.labels(sample);
    }

    /** The source of a sample. */
    public String source(long sample) throws IOException {
        return inputs.source(sample);
    }

    @Override
    public void close() throws IOException {
        plan.close();
        inputs.close();
    }
}
