package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.TokenClassification;

/** The first token of each word is to guess its tag. */
final class TagExamples implements TextExamples {
    private static final String LABELS = "labels";

    private final TokenClassification task;
    private final TokenInputs tokens;

    TagExamples(TokenClassification task, int padding) {
        this.task = task;
        this.tokens = new TokenInputs(task, padding);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        tokens.allocate(buffers);
        buffers.integers(LABELS, task.shape().length(), MaskedLanguage.IGNORED);
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        tokens.write(record.ids(), record.flags(), buffers, place);
        int[] labels = buffers.integers(LABELS);
        short[] tags = record.tags();
        int length = task.shape().length();
        int targets = 0;
        for (int i = 0; i < length; i++) {
            boolean tagged = i < tags.length && tags[i] != TextRecord.NO_TAG;
            labels[place * length + i] = tagged ? tags[i] : MaskedLanguage.IGNORED;
            targets += tagged ? 1 : 0;
        }
        return targets;
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Questions.of(buffers.integers(LABELS), task.shape().length(), samples);
    }
}
