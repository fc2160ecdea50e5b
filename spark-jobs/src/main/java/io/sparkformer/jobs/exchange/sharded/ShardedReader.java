package io.sparkformer.jobs.exchange.sharded;

import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.compress.Codec;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a state whose blocks lie on executors, from an executor. One chunk is in memory at a time, a few are on their way. */
final class ShardedReader implements StateReader, AutoCloseable {
    private final StateBlocks blocks;
    private final Chunks chunks;
    private final float[] values;
    private @Nullable StateVector vector;
    private @Nullable StateStream stream;
    private int chunk = -1;

    ShardedReader(StateBlocks blocks) {
        this.blocks = blocks;
        this.chunks = new Chunks(blocks.layout().length());
        this.values = new float[Math.min(Chunks.SIZE, chunks.length())];
    }

    @Override
    public void read(StateVector from, int offset, float[] target, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, chunks.length());
        if (blocks.isZero(from)) {
            Arrays.fill(target, 0, count, 0);
            return;
        }
        for (int done = 0; done < count; ) {
            int needed = (offset + done) / Chunks.SIZE;
            turnTo(from, needed);
            int within = offset + done - chunks.offset(needed);
            int length = Math.min(count - done, chunks.elements(needed) - within);
            System.arraycopy(values, within, target, done, length);
            done += length;
        }
    }

    private void turnTo(StateVector from, int needed) throws IOException {
        boolean known = from.equals(vector);
        if (known && needed == chunk) {
            return;
        }
        StateStream open = stream;
        if (open == null || !known || needed != chunk + 1) {
            close();
            open = open(from, needed);
            stream = open;
            vector = from;
        }
        Codec codec = blocks.layout().stored(from);
        open.next(bytes -> codec.decode(bytes, values, chunks.elements(needed)));
        chunk = needed;
    }

    private StateStream open(StateVector from, int first) {
        StateStream.Plan plan = new StateStream.Plan(blocks, 0);
        for (int each = first; each < chunks.count(); each++) {
            plan.add(from, each);
        }
        return plan.open();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
        stream = null;
    }
}
