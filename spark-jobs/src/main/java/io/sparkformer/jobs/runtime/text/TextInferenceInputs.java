package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.InferenceInputs;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.random.CounterRandom;
import java.io.IOException;
import java.util.Map;

/** Texts with masks, where there are any, that are the same in every measurement. */
public final class TextInferenceInputs implements InferenceInputs {
    /** Beside the keys of training, which begin with an epoch. */
    private static final long MEASURED = -1;

    private static final int[] NO_LABELS = {};

    private final SplitReader<TextRecord> split;
    private final TextExamples examples;
    private final BatchBuffers buffers;
    private final long seed;
    private Map<String, InputValues> values = Map.of();

    private TextInferenceInputs(SplitReader<TextRecord> split, TextExamples examples, long seed, BatchBuffers buffers) {
        this.split = split;
        this.examples = examples;
        this.seed = seed;
        this.buffers = buffers;
        examples.allocate(buffers);
    }

    /** A split, for a run's task. */
    public static TextInferenceInputs of(RunSpec run, PreparedData data, String split, int batchSize) {
        TextExamples examples = Examples.of(run.experiment(), (LanguageTask) run.task(), special(data), 0);
        return new TextInferenceInputs(
                data.texts(split), examples, run.experiment().seed(), new BatchBuffers(batchSize));
    }

    /** A split, for its texts' vectors. */
    public static TextInferenceInputs vectors(RunSpec run, PreparedData data, String split, int batchSize) {
        return new TextInferenceInputs(
                data.texts(split), Examples.vectors(run.encoder(), special(data)), 0, new BatchBuffers(batchSize));
    }

    private static SpecialTokens special(PreparedData data) {
        return data.manifest().tokenizer().specialTokens();
    }

    @Override
    public Asked load(long first, int samples) throws IOException {
        double targets = 0;
        for (int place = 0; place < samples; place++) {
            long key = CounterRandom.key(seed, MEASURED, first + place);
            targets += examples.write(split.read(first + place), key, buffers, place);
            buffers.setKey(place, key);
        }
        values = buffers.toBatch(samples, targets).inputs();
        return examples.asked(buffers, samples);
    }

    @Override
    public Map<String, InputValues> values() {
        return values;
    }

    @Override
    public TextRecord record(long sample) throws IOException {
        return split.read(sample);
    }

    @Override
    public int[] labels(long sample) throws IOException {
        TextRecord record = record(sample);
        return record.label().target() == TextTarget.CLASSES ? record.labels() : NO_LABELS;
    }

    @Override
    public String source(long sample) throws IOException {
        return split.source(sample);
    }

    @Override
    public void close() throws IOException {
        split.close();
    }
}
