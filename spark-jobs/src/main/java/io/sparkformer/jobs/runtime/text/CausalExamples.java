package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.MaskedLanguage;

/** Each token is to guess the next; the last of a document none, where documents do not hear each other. */
final class CausalExamples implements TextExamples {
    private final boolean severalDocuments;
    private final TokenLabels labels;

    CausalExamples(CausalLanguage task, int padding) {
        this.severalDocuments = task.shape().severalDocuments();
        this.labels = new TokenLabels(task, padding);
    }

    @Override
    public void allocate(BatchBuffers buffers) {
        labels.allocate(buffers);
    }

    @Override
    public double write(TextRecord record, long key, BatchBuffers buffers, int place) {
        int[] documents = TokenInputs.documents(record.flags());
        return labels.write(
                record,
                i -> {
                    boolean follows = i + 1 < record.count() && (!severalDocuments || documents[i] == documents[i + 1]);
                    return follows ? record.ids()[i + 1] : MaskedLanguage.IGNORED;
                },
                buffers,
                place);
    }

    @Override
    public Asked asked(BatchBuffers buffers, int samples) {
        return labels.asked(buffers, samples);
    }
}
