package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.manifest.PreparedData;
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

    /** Opens a split. */
    public TextInferenceInputs(RunSpec run, PreparedData data, String split, int batchSize) {
        this.split = data.texts(split);
        this.seed = run.experiment().seed();
        this.examples = Examples.of(
                run.experiment(),
                (LanguageTask) run.task(),
                data.manifest().tokenizer().specialTokens(),
                0);
        this.buffers = new BatchBuffers(batchSize);
        examples.allocate(buffers);
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
    public int[] labels(long sample) throws IOException {
        TextRecord record = split.read(sample);
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
