package io.sparkformer.model.plan;

import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The flat vector of all gradients. It lies in working memory, where activations may use the place of a gradient until that
 * is computed: most of them have had their last use by then. So it stands for its place before there is one.
 */
final class FlatGradients implements Storage {
    private final long length;
    private @Nullable Storage region;

    /** A vector that has no place yet. */
    FlatGradients(long length) {
        this.length = length;
    }

    /** Gives it its place, the first elements of a region that stays its owner's. */
    void place(Storage working) {
        region = working;
    }

    /** The same array in working memory. */
    View placed(View view) {
        return new View(region(), view.offset(), view.half(), view.shape());
    }

    private Storage region() {
        return Objects.requireNonNull(region, "the gradients have no place yet");
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void write(long offset, float[] source, int from, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        region().write(offset, source, from, count);
    }

    @Override
    public void read(long offset, float[] target, int from, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        region().read(offset, target, from, count);
    }

    @Override
    public void write(long offset, double[] source, int from, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        region().write(offset, source, from, count);
    }

    @Override
    public void read(long offset, double[] target, int from, int count) {
        Objects.checkFromIndexSize(offset, count, length);
        region().read(offset, target, from, count);
    }

    @Override
    public void write(long offset, int[] source, int from, int count) {
        throw new UnsupportedOperationException("gradients are no integers");
    }

    @Override
    public void read(long offset, int[] target, int from, int count) {
        throw new UnsupportedOperationException("gradients are no integers");
    }

    @Override
    public Pointer pointer(long offset) {
        return region().pointer(offset);
    }

    @Override
    public void close() {
        // the region's owner closes it
    }
}
