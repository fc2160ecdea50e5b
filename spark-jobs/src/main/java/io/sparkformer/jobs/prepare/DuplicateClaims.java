package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Fingerprint;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Of each document its fingerprint, hash and id, and where it stands: partition and place in it. */
final class DuplicateClaims implements Iterator<Tuple2<byte[], byte[]>> {
    private final int partition;
    private final Iterator<Tuple2<byte[], byte[]>> pairs;
    private long place;
    private @Nullable Tuple2<byte[], byte[]> next;

    DuplicateClaims(int partition, Iterator<Tuple2<byte[], byte[]>> pairs) {
        this.partition = partition;
        this.pairs = pairs;
    }

    @Override
    public boolean hasNext() {
        while (next == null && pairs.hasNext()) {
            Tuple2<byte[], byte[]> pair = pairs.next();
            if (!UnitDecoder.isSummary(pair)) {
                next = claim(pair);
            }
            place++;
        }
        return next != null;
    }

    private @Nullable Tuple2<byte[], byte[]> claim(Tuple2<byte[], byte[]> pair) {
        Fingerprint fingerprint = DecodedInput.ofBytes(pair._2()) instanceof DecodedInput.Accepted accepted
                ? accepted.facts().fingerprint()
                : null;
        if (fingerprint == null) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(Fingerprint.BYTES);
        fingerprint.put(bytes);
        return new Tuple2<>(
                Duplicates.key(bytes.array(), Duplicates.READ_NOW, pair._1(), SampleKey.endOfSplit(pair._1())),
                ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                        .putInt(partition)
                        .putLong(place)
                        .array());
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
        Tuple2<byte[], byte[]> claim = hasNext() ? next : null;
        if (claim == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return claim;
    }
}
