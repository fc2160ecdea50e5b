package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.TextEncoder;

/** Nothing is to be guessed: texts become vectors. */
final class VectorExamples implements TextExamples {
    private final WholeTexts texts;

    VectorExamples(TextEncoder encoder, int padding) {
        this.texts = new WholeTexts(encoder, encoder.pooling(), padding);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        texts.allocate(buffers);
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        texts.write(record, buffers, place);
        return 0;
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Asked.ofSamples(new int[samples][0]);
    }
}
