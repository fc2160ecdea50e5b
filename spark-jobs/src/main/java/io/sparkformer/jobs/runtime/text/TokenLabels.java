package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.MaskedLanguage;
import java.util.function.IntUnaryOperator;

/** Inputs of tasks that ask something of tokens where they stand: the tokens, and a label for each that is asked. */
final class TokenLabels {
    private static final String LABELS = "labels";

    private final int length;
    private final TokenInputs tokens;

    TokenLabels(LanguageTask task, int padding) {
        this.length = task.shape().length();
        this.tokens = new TokenInputs(task, padding);
    }

    void allocate(BatchBuffers buffers) {
        tokens.allocate(buffers);
        buffers.integers(LABELS, length, MaskedLanguage.IGNORED);
    }

    /**
     * Writes a record.
     *
     * @param labels of each of its tokens, or {@link MaskedLanguage#IGNORED}
     * @return how many tokens are asked
     */
    int write(TextRecord record, IntUnaryOperator labels, BatchBuffers buffers, int place) {
        tokens.write(record.ids(), record.flags(), buffers, place);
        int[] written = buffers.integers(LABELS);
        int asked = 0;
        for (int i = 0; i < length; i++) {
            int label = i < record.count() ? labels.applyAsInt(i) : MaskedLanguage.IGNORED;
            written[place * length + i] = label;
            asked += label == MaskedLanguage.IGNORED ? 0 : 1;
        }
        return asked;
    }

    Asked asked(BatchBuffers buffers, int samples) {
        return Questions.of(buffers.integers(LABELS), length, samples);
    }
}
