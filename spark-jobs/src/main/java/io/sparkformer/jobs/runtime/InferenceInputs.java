package io.sparkformer.jobs.runtime;

import io.sparkformer.data.shard.PreparedRecord;
import io.sparkformer.model.plan.InputValues;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** Turns the samples of a split into a model's inputs, with nothing random about them. Used by one thread at a time. */
public interface InferenceInputs extends Closeable {
    /** Reads consecutive samples, at most as many as a batch has. */
    Asked load(long first, int samples) throws IOException;

    /** The inputs that were read last, by name; the rest of the batch has nothing in it. */
    Map<String, InputValues> values();

    /** A sample, as it was prepared. */
    PreparedRecord record(long sample) throws IOException;

    /** The classes of a sample, as it was prepared. */
    int[] labels(long sample) throws IOException;

    /** Where a sample came from. */
    String source(long sample) throws IOException;
}
