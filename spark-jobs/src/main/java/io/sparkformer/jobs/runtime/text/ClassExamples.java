package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.Targets;
import io.sparkformer.model.language.SequenceClassification;
import java.util.Arrays;

/** The classes of texts are to be guessed. */
final class ClassExamples implements TextExamples {
    private static final String TARGETS = "targets";
    private static final int[] NO_LABELS = {};

    private final int classes;
    private final WholeTexts texts;
    private final Targets targets;
    private int[][] truth = {};

    /**
     * Of a task.
     *
     * @param smoothing of the labels, 0 where a model is measured
     */
    ClassExamples(SequenceClassification task, double smoothing, int padding) {
        this.classes = task.classes();
        this.texts = new WholeTexts(task, task.pooling(), padding);
        this.targets = new Targets(classes, task.objective(), smoothing);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        texts.allocate(buffers);
        int batchSize = buffers.reals(TARGETS, classes).length / classes;
        truth = new int[batchSize][];
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        texts.write(record, buffers, place);
        truth[place] = record.labels();
        targets.write(buffers.reals(TARGETS), place * classes, record.labels(), 1, NO_LABELS);
        return 1;
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Asked.ofSamples(Arrays.copyOf(truth, samples));
    }
}
