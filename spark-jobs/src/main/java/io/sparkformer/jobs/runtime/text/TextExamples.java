package io.sparkformer.jobs.runtime.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.jobs.runtime.Asked;
import io.sparkformer.jobs.runtime.BatchBuffers;

/** What a task makes of records of tokens. Used by one thread at a time. */
public sealed interface TextExamples
        permits MaskedExamples,
                CausalExamples,
                ClassExamples,
                NumberExamples,
                TagExamples,
                SpanExamples,
                VectorExamples {
    /** Makes room for its inputs. */
    void allocate(BatchBuffers buffers);

    /**
     * Writes the inputs of a record.
     *
     * @param key from which whatever is random about it follows
     * @return how much it counts in the loss's denominator: how many targets it has
     */
    double write(TextRecord record, long key, BatchBuffers buffers, int place);

    /** What the first samples of a batch are asked. */
    Asked asked(BatchBuffers buffers, int samples);
}
