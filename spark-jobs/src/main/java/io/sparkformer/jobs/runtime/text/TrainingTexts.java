package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.DrawnSample;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import io.sparkformer.jobs.runtime.TrainingSource;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.train.Batch;
import java.io.IOException;
import java.util.List;

/** Reads training texts and makes of them what the task asks for. */
public final class TrainingTexts implements TrainingSource {
    private final SplitReader<TextRecord> split;
    private final TextExamples examples;
    private final int batchSize;

    /** Opens the samples of {@code data} that are trained. */
    public TrainingTexts(RunSpec run, PreparedData data) {
        ExperimentConfig experiment = run.experiment();
        // A window's samples are read in random order: with all of its blocks at hand each is read once.
        this.split = data.texts(
                experiment.data().train(), experiment.data().windowBlocks() + 1, TrainingSamples.of(data, experiment));
        this.examples = Examples.of(
                experiment,
                (LanguageTask) run.task(),
                data.manifest().tokenizer().specialTokens(),
                experiment.training().labelSmoothing());
        this.batchSize = experiment.training().batchSize();
    }

    @Override
    public BatchBuffers newBuffers() {
        BatchBuffers buffers = new BatchBuffers(batchSize);
        examples.allocate(buffers);
        return buffers;
    }

    @Override
    public Batch batch(List<DrawnSample> samples, BatchBuffers buffers) throws IOException {
        double targets = 0;
        for (int place = 0; place < samples.size(); place++) {
            DrawnSample sample = samples.get(place);
            targets += examples.write(split.read(sample.number()), sample.key(), buffers, place);
            buffers.setKey(place, sample.key());
        }
        return buffers.toBatch(samples.size(), targets);
    }

    @Override
    public String shardOf(long sample) {
        return split.shardOf(sample);
    }

    @Override
    public void close() throws IOException {
        split.close();
    }
}
