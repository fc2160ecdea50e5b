package io.sparkformer.jobs.exchange;

import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.exchange.compress.Compression.Encoded;
import io.sparkformer.model.optimizer.FlatSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/** What a worker brings back of a round, chunk by chunk: its vectors as they are, or their compressed differences. */
public final class Contribution {
    private final StateLayout layout;
    private final Compression compression;
    private final List<StateVector> exchanged;
    private final Chunks chunks;
    private final IntFunction<ByteBuffer> allocator;
    private final Floats floats = new Floats();
    private final List<FlatSource> before = new ArrayList<>();
    private final float[] from;
    private final float[] values;

    /**
     * The contribution of one worker.
     *
     * @param allocator of what is sent as it is
     */
    public Contribution(StateLayout layout, IntFunction<ByteBuffer> allocator) {
        this.allocator = allocator;
        this.layout = layout;
        this.compression = layout.compression();
        this.exchanged = layout.exchanged();
        this.chunks = new Chunks(layout.length());
        int scratch = compression.sendsDifferences() ? Math.min(Chunks.SIZE, layout.length()) : 0;
        this.from = new float[scratch];
        this.values = new float[scratch];
    }

    /**
     * Notes what the round begins with.
     *
     * @param vectors by exchanged vector; they stay as they are until the worker has given everything
     */
    public void begin(List<? extends FlatSource> vectors) {
        before.addAll(vectors.subList(0, exchanged.size()));
    }

    /**
     * Notes what the round begins with, where the vectors are those that are about to be trained: copies them, unless nobody will
     * ask. To read them again when the round ends would send over the network what compression saves.
     */
    public void beginWithCopies(List<? extends FlatSource> vectors) {
        if (compression.sendsDifferences()) {
            begin(vectors.subList(0, exchanged.size()).stream().map(this::copy).toList());
        }
    }

    private FlatSource copy(FlatSource vector) {
        float[][] copies = new float[chunks.count()][];
        for (int chunk = 0; chunk < copies.length; chunk++) {
            copies[chunk] = new float[chunks.elements(chunk)];
            vector.read(chunks.offset(chunk), copies[chunk], copies[chunk].length);
        }
        return (offset, target, count) -> {
            Objects.checkFromIndexSize(offset % Chunks.SIZE, count, copies[offset / Chunks.SIZE].length);
            System.arraycopy(copies[offset / Chunks.SIZE], offset % Chunks.SIZE, target, 0, count);
        };
    }

    /**
     * A chunk of an exchanged vector.
     *
     * @param vector its place among the exchanged ones
     * @param after what training has made of it
     * @param residual what the worker has kept of its differences so far; not read where nothing is kept
     * @return what is sent, and what is kept from now on of a chunk of the parameters where anything is
     */
    public Encoded chunk(int vector, int chunk, FlatSource after, FlatSource residual) {
        int offset = chunks.offset(chunk);
        int count = chunks.elements(chunk);
        if (!compression.sendsDifferences()) {
            return new Encoded(floats.encode(after, offset, count, allocator.apply(Float.BYTES * count)), null);
        }
        boolean parameters = exchanged.get(vector).equals(StateVector.PARAMETERS);
        before.get(vector).read(offset, from, count);
        after.read(offset, values, count);
        if (parameters && layout.hasResiduals()) {
            float[] kept = new float[count];
            residual.read(offset, kept, count);
            for (int i = 0; i < count; i++) {
                values[i] = (float) ((double) values[i] - from[i] + kept[i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                values[i] -= from[i];
            }
        }
        return parameters
                ? compression.encode(values, count)
                : new Encoded(compression.moments().encode(values, count), null);
    }

    /** A chunk of the residual of a worker that trained nothing, and sends nothing: it stays as it is. */
    public ByteBuffer unchanged(int worker, int chunk, FlatSource residual) {
        float[] kept = new float[chunks.elements(chunk)];
        residual.read(chunks.offset(chunk), kept, kept.length);
        return layout.stored(StateVector.residual(worker)).encode(kept, kept.length);
    }
}
