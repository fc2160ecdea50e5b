package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.exchange.compress.Codec;
import io.sparkformer.jobs.exchange.compress.Float32Codec;
import io.sparkformer.model.optimizer.WeightedSum;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The average of the pieces that workers have brought back, one chunk of a vector after the other: added in worker order in double
 * precision and rounded once. Where the pieces are differences, what they are differences to is added before the rounding.
 */
public final class ChunkAverage {
    private final StateLayout layout;
    private final WeightedSum sum;
    private final float[] decoded;
    private Codec codec = new Float32Codec();
    private int count;

    /** Averages of chunks of up to {@code capacity} elements. */
    public ChunkAverage(StateLayout layout, int capacity) {
        this.layout = layout;
        this.sum = new WeightedSum(capacity);
        this.decoded = new float[layout.compression().sendsDifferences() ? capacity : 0];
    }

    /** Begins a chunk of {@code elements} elements of an exchanged vector. */
    public void begin(StateVector vector, int elements) {
        codec = layout.sent(vector);
        count = elements;
        sum.begin(elements);
    }

    /** Adds the next worker's piece. */
    public void add(ByteBuffer piece, double weight) {
        if (codec instanceof Float32Codec) {
            sum.add(Floats.view(piece), weight);
        } else {
            codec.decode(piece, decoded, count);
            sum.add(decoded, 0, weight);
        }
    }

    /**
     * The average.
     *
     * @param before the chunk before the round; may be null where workers bring back vectors and not differences
     */
    public float[] mean(float @Nullable [] before) {
        float[] mean = new float[count];
        if (!layout.compression().sendsDifferences()) {
            sum.mean(mean, 0);
        } else if (before != null) {
            sum.meanFrom(before, mean);
        } else {
            throw new IllegalArgumentException("an average of differences needs what they are differences to");
        }
        return mean;
    }
}
