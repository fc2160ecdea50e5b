package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.TokenClassification;

/** The first token of each word is to guess its tag. */
final class TagExamples implements TextExamples {
    private final TokenLabels labels;

    TagExamples(TokenClassification task, int padding) {
        this.labels = new TokenLabels(task, padding);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        labels.allocate(buffers);
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        short[] tags = record.tags();
        return labels.write(
                record, i -> tags[i] == TextRecord.NO_TAG ? MaskedLanguage.IGNORED : tags[i], buffers, place);
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return labels.asked(buffers, samples);
    }
}
