package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.MaskedLanguage;

/** Each token is to guess the next; the last of a document none, where documents do not hear each other. */
final class CausalExamples implements TextExamples {
    private static final String LABELS = "labels";

    private final CausalLanguage task;
    private final TokenInputs tokens;

    CausalExamples(CausalLanguage task, int padding) {
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
        int[] documents = TokenInputs.documents(record.flags());
        int length = task.shape().length();
        int targets = 0;
        for (int i = 0; i < length; i++) {
            boolean follows =
                    i + 1 < record.count() && (!task.shape().severalDocuments() || documents[i] == documents[i + 1]);
            labels[place * length + i] = follows ? record.ids()[i + 1] : MaskedLanguage.IGNORED;
            targets += follows ? 1 : 0;
        }
        return targets;
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return Questions.of(buffers.integers(LABELS), task.shape().length(), samples);
    }
}
