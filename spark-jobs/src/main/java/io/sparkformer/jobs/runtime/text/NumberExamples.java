package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.SequenceRegression;

/** A number is to be guessed for each text. */
final class NumberExamples implements TextExamples {
    private static final String TARGETS = "targets";

    private final WholeTexts texts;

    NumberExamples(SequenceRegression task, int padding) {
        this.texts = new WholeTexts(task, task.pooling(), padding);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        texts.allocate(buffers);
        buffers.reals(TARGETS, 1);
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        texts.write(record, buffers, place);
        buffers.reals(TARGETS)[place] = record.number();
        return 1;
    }

    /** Nothing that has classes. */
    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Asked.ofSamples(new int[samples][0]);
    }
}
