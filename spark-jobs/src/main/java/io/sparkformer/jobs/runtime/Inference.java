package io.sparkformer.jobs.runtime;

import io.sparkformer.data.augment.EvaluationTransform;
import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.PixelImage;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.ImageSchema;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.plan.StepPlan;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/** A model that predicts the classes of a split's samples, compiled once and used by one task at a time. */
public final class Inference implements AutoCloseable {
    /** A product of a single row takes another way through the libraries, and rounds in another order. */
    private static final int SMALLEST_BATCH = 2;

    private static final int[] NO_LABELS = {};

    private final ImageClassifier model;
    private final Objective objective;
    private final Targets labels;
    private final int batchSize;
    private final StepPlan plan;
    private final SplitReader<ImageRecord> split;
    private final PatchOrder stored;
    private final EvaluationTransform transform;
    private final ImageInputs images;
    private final float[] patches;

    /**
     * Opens the split and compiles the model.
     *
     * @param split name of the split
     * @param batchSize samples per run of the plan
     */
    public Inference(RunSpec run, String split, int batchSize, Configuration hadoop) throws IOException {
        this.model = run.classifier();
        this.objective = run.experiment().training().loss();
        this.labels = new Targets(model.classes(), objective, 0);
        this.batchSize = Math.max(SMALLEST_BATCH, batchSize);
        PreparedData data = run.data(hadoop);
        this.split = data.split(split);
        ImageSchema schema = data.manifest().images().schema();
        this.stored = new PatchOrder(schema.size(), schema.channels(), schema.patch());
        this.transform = new EvaluationTransform(run.experiment().evaluation().cropFraction());
        this.images = new ImageInputs(
                model.imageSize(),
                model.channels(),
                model.patchSize(),
                data.manifest().statistics());
        this.patches = new float[this.batchSize * images.length()];
        this.plan = StepPlan.forInference(
                model.graph(objective, GraphSettings.inference(this.batchSize)),
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
        Predictions.Kind kind =
                new Predictions.Kind(model.classes(), Math.min(topK, model.classes()), objective, keepsScores);
        Predictions predictions = new Predictions(from, Math.toIntExact(to - from), kind);
        for (long first = from; first < to; first += batchSize) {
            int samples = (int) Math.min(batchSize, to - first);
            int[][] truth = load(first, samples);
            plan.setInput("patches", patches);
            plan.run();
            predictions.add(first, truth, plan.output("logits"), plan.output("losses"));
        }
        return predictions;
    }

    /** What the head sees of the samples from {@code from} to before {@code to}: one vector after the other. */
    public float[][] features(long from, long to) throws IOException {
        float[][] features = new float[Math.toIntExact(to - from)][model.featureWidth()];
        for (long first = from; first < to; first += batchSize) {
            int samples = (int) Math.min(batchSize, to - first);
            load(first, samples);
            plan.setInput("patches", patches);
            plan.run();
            float[] batch = plan.output("features");
            for (int i = 0; i < samples; i++) {
                System.arraycopy(
                        batch, i * model.featureWidth(), features[(int) (first - from) + i], 0, model.featureWidth());
            }
        }
        return features;
    }

    /** The classes of a sample, as it was prepared. */
    public int[] labels(long sample) throws IOException {
        return split.read(sample).labels();
    }

    /** The source of a sample. */
    public String source(long sample) throws IOException {
        return split.source(sample);
    }

    private int[][] load(long first, int samples) throws IOException {
        int[][] truth = new int[samples][];
        float[] targets = new float[batchSize * model.classes()];
        Arrays.fill(patches, 0);
        for (int i = 0; i < samples; i++) {
            ImageRecord record = split.read(first + i);
            PixelImage image = transform.apply(stored.toImage(record.patches()), model.imageSize());
            images.write(image, patches, i * images.length());
            truth[i] = record.labels();
            labels.write(targets, i * model.classes(), truth[i], 1, NO_LABELS);
        }
        plan.setInput("targets", targets);
        return truth;
    }

    @Override
    public void close() throws IOException {
        plan.close();
        split.close();
    }
}
