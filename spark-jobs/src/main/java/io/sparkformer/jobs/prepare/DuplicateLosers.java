package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Fingerprint;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Of sorted claims the places of all but the first with a fingerprint. */
final class DuplicateLosers implements Iterator<Tuple2<byte[], byte[]>> {
    private final Iterator<Tuple2<byte[], byte[]>> claims;
    private byte[] previous = Duplicates.NOTHING;
    private byte @Nullable [] next;

    DuplicateLosers(Iterator<Tuple2<byte[], byte[]>> claims) {
        this.claims = claims;
    }

    @Override
    public boolean hasNext() {
        while (next == null && claims.hasNext()) {
            Tuple2<byte[], byte[]> claim = claims.next();
            boolean first = previous.length == 0
                    || !Arrays.equals(previous, 0, Fingerprint.BYTES, claim._1(), 0, Fingerprint.BYTES);
            if (!first && claim._2().length > 0) {
                next = claim._2();
            }
            previous = claim._1();
        }
        return next != null;
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
        byte[] place = hasNext() ? next : null;
        if (place == null) {
            throw new NoSuchElementException();
        }
        next = null;
        return new Tuple2<>(place, Duplicates.NOTHING);
    }
}
