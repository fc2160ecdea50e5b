package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextReader;

/** Inputs of tasks about whole texts: the tokens, and of a causal model the place of the last. */
final class WholeTexts {
    private static final String LAST = TextPooling.LAST_POSITIONS;

    private final TokenInputs tokens;
    private final TextPooling pooling;

    WholeTexts(TextReader reader, TextPooling pooling, int padding) {
        this.tokens = new TokenInputs(reader, padding);
        this.pooling = pooling;
    }

    void allocate(BatchBuffers buffers) {
        tokens.allocate(buffers);
        if (pooling == TextPooling.LAST) {
            buffers.integers(LAST, 1, 0);
        }
    }

    void write(TextRecord record, BatchBuffers buffers, int place) {
        tokens.write(record.ids(), record.flags(), buffers, place);
        if (pooling == TextPooling.LAST) {
            buffers.integers(LAST)[place] = record.count() - 1;
        }
    }
}
