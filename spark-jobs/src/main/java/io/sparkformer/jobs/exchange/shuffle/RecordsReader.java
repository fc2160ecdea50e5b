package io.sparkformer.jobs.exchange.shuffle;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.Chunks;
import io.sparkformer.jobs.exchange.StateLayout;
import io.sparkformer.jobs.exchange.StateReader;
import io.sparkformer.jobs.exchange.StateVector;
import io.sparkformer.jobs.exchange.StateVector.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Reads a state's vectors out of its records; the last chunk and what the last worker keeps stay in memory. */
final class RecordsReader implements StateReader {
    private final StateLayout layout;
    private final Keys keys;
    private final Chunks chunks;
    private final StateRecords records;
    private final float[] decoded;
    private Map<Integer, byte[]> shared = Map.of();
    private Map<Integer, byte[]> kept = Map.of();
    private int chunk = -1;
    private int worker = -1;
    private @Nullable StateVector decodedVector;
    private int decodedChunk = -1;

    RecordsReader(StateLayout layout, StateRecords records) {
        this.layout = layout;
        this.keys = new Keys(layout);
        this.chunks = new Chunks(layout.length());
        this.records = records;
        this.decoded = new float[Math.min(Chunks.SIZE, layout.length())];
    }

    @Override
    public void read(StateVector vector, int offset, float[] target, int count) {
        Objects.checkFromIndexSize(offset, count, layout.length());
        if (vector.kind() == Kind.MOMENT && layout.policy() == OptimizerStatePolicy.RESET) {
            Arrays.fill(target, 0, count, 0);
            return;
        }
        for (int done = 0; done < count; ) {
            int needed = (offset + done) / Chunks.SIZE;
            int within = offset + done - chunks.offset(needed);
            int length = Math.min(count - done, chunks.elements(needed) - within);
            System.arraycopy(chunk(vector, needed), within, target, done, length);
            done += length;
        }
    }

    /** The values of a chunk; they stay as they are until another is asked for. */
    private float[] chunk(StateVector vector, int needed) {
        if (needed != decodedChunk || !vector.equals(decodedVector)) {
            byte[] bytes = layout.isKept(vector) ? kept(vector, needed) : shared(vector, needed);
            layout.stored(vector).decode(ByteBuffer.wrap(bytes), decoded, chunks.elements(needed));
            decodedChunk = needed;
            decodedVector = vector;
        }
        return decoded;
    }

    private byte[] shared(StateVector vector, int needed) {
        if (needed != chunk) {
            shared = all(records.shared(needed));
            chunk = needed;
        }
        return found(shared.get(layout.shared().indexOf(vector)), vector);
    }

    private byte[] kept(StateVector vector, int needed) {
        if (vector.owner() != worker) {
            kept = all(records.kept(vector.owner()));
            worker = vector.owner();
        }
        return found(kept.get(keys.kept(vector, needed)), vector);
    }

    private static byte[] found(byte @Nullable [] bytes, StateVector vector) {
        if (bytes == null) {
            throw new IllegalArgumentException("the state has no " + vector);
        }
        return bytes;
    }

    private static Map<Integer, byte[]> all(Iterator<Tuple2<Integer, byte[]>> records) {
        Map<Integer, byte[]> all = new HashMap<>();
        records.forEachRemaining(record -> all.put(record._1(), record._2()));
        return all;
    }
}
