package io.sparkformer.jobs.runtime;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.plan.StepPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A model that is asked about a split's samples, compiled once and used by one task at a time. */
public final class Inference implements AutoCloseable {
    /** A product of a single row takes another way through the libraries, and rounds in another order. */
    private static final int SMALLEST_BATCH = 2;

    private static final String FEATURES = "features";

    private final RunSpec run;
    private final int batchSize;
    private final PreparedData data;
    private final InferenceInputs inputs;
    private final StepPlan plan;
    private Optional<ChainAnswers> chains = Optional.empty();
    private @Nullable Tokenizer tokenizer;

    private Inference(RunSpec run, PreparedData data, int batchSize, InferenceInputs inputs, ModelGraph graph) {
        this.run = run;
        this.batchSize = batchSize;
        this.data = data;
        this.inputs = inputs;
        this.plan = StepPlan.forInference(graph, run.experiment().kernels());
    }

    /**
     * Opens the split and compiles the model.
     *
     * @param split name of the split
     * @param batchSize samples per run of the plan
     */
    public static Inference of(RunSpec run, String split, int batchSize, Configuration hadoop) throws IOException {
        int size = Math.max(SMALLEST_BATCH, batchSize);
        PreparedData data = run.data(hadoop);
        InferenceInputs inputs = Sources.inference(run, data, split, size);
        return new Inference(run, data, size, inputs, run.task().graph(GraphSettings.inference(size)));
    }

    /** The same for {@link #features} alone: of a language model only what it needs for them. */
    public static Inference ofFeatures(RunSpec run, String split, int batchSize, Configuration hadoop)
            throws IOException {
        int size = Math.max(SMALLEST_BATCH, batchSize);
        PreparedData data = run.data(hadoop);
        GraphSettings settings = GraphSettings.inference(size);
        ModelGraph graph = data.manifest().isText()
                ? run.encoder().graph(settings)
                : run.task().graph(settings);
        return new Inference(run, data, size, Sources.vectors(run, data, split, size), graph);
    }

    /** Takes over the parameters to predict with. */
    public void setParameters(float[] parameters) {
        plan.parameters().write(0, parameters, 0, parameters.length);
        chains = ChainAnswers.of(run.task(), graph().layout(), parameters);
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
            predictions.add(first, asked, scores(asked, plan.output("logits")), plan.output("losses"));
        }
        return predictions.toPredictions();
    }

    private RowScores scores(Asked asked, float[] logits) {
        return chains.map(chain -> chain.judge(asked, logits)).orElseGet(() -> RowScores.of(logits));
    }

    /**
     * What a reader makes of the outputs for one text.
     *
     * @param <A> the answer
     */
    @FunctionalInterface
    public interface AnswerReader<A> {
        /**
         * Reads.
         *
         * @param logits the text's own
         */
        A read(TextRecord text, float[] logits, float loss);
    }

    /** The answers for the texts from {@code from} to before {@code to}, in order. */
    public <A> List<A> read(long from, long to, AnswerReader<A> reader) throws IOException {
        List<A> answers = new ArrayList<>();
        for (long first = from; first < to; first += batchSize) {
            run(first, to);
            float[] logits = plan.output("logits");
            float[] losses = plan.output("losses");
            int each = logits.length / batchSize;
            for (long sample = first; sample < Math.min(first + batchSize, to); sample++) {
                int place = (int) (sample - first);
                float[] own = Arrays.copyOfRange(logits, place * each, (place + 1) * each);
                answers.add(reader.read(text(sample), own, losses[place]));
            }
        }
        return answers;
    }

    /** A text, as it was prepared. */
    public TextRecord text(long sample) throws IOException {
        return (TextRecord) inputs.record(sample);
    }

    /** Tokens as the tokenizer writes them, without white space around. */
    public String decode(int[] ids) throws IOException {
        Tokenizer known = tokenizer;
        if (known == null) {
            known = Tokenizer.of(data.tokenizer());
            tokenizer = known;
        }
        return known.decode(ids).strip();
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
        inputs.values().forEach(this::setInput);
        plan.run();
        return asked;
    }

    /** A model without a loss has no use for the samples' weights. */
    private void setInput(String name, InputValues values) {
        if (graph().loss() != null || graph().inputs().containsKey(name)) {
            plan.setInput(name, values);
        }
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
