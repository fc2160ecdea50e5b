package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SpanExtraction;

/** The first and the last token of the answer are to be found. */
final class SpanExamples implements TextExamples {
    private static final String SPANS = "spans";
    private static final int ENDS = 2;

    private final TokenInputs tokens;

    SpanExamples(SpanExtraction task, int padding) {
        this.tokens = new TokenInputs(task, padding);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        tokens.allocate(buffers);
        buffers.integers(SPANS, ENDS, MaskedLanguage.IGNORED);
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        tokens.write(record.ids(), record.flags(), buffers, place);
        int[] spans = buffers.integers(SPANS);
        spans[ENDS * place] = record.span().first();
        spans[ENDS * place + 1] = record.span().last();
        return 1;
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Questions.of(buffers.integers(SPANS), ENDS, samples).withMeanLoss();
    }
}
