package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Filter;
import java.nio.ByteBuffer;
import java.util.Iterator;
import scala.Tuple2;

/** The inputs of a partition, with the places of its duplicates in their order. */
final class DuplicateMarks implements Iterator<Tuple2<byte[], byte[]>> {
    private final Iterator<Tuple2<byte[], byte[]>> pairs;
    private final Iterator<Tuple2<byte[], byte[]>> losers;
    private final Modality modality;
    private long place;
    private long nextLoser;

    DuplicateMarks(Iterator<Tuple2<byte[], byte[]>> pairs, Iterator<Tuple2<byte[], byte[]>> losers, Modality modality) {
        this.pairs = pairs;
        this.losers = losers;
        this.modality = modality;
        this.nextLoser = nextLoser();
    }

    private long nextLoser() {
        return losers.hasNext() ? ByteBuffer.wrap(losers.next()._1()).getLong(Integer.BYTES) : Long.MAX_VALUE;
    }

    @Override
    public boolean hasNext() {
        return pairs.hasNext();
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
        Tuple2<byte[], byte[]> pair = pairs.next();
        if (place++ < nextLoser) {
            return pair;
        }
        nextLoser = nextLoser();
        DecodedInput.Accepted duplicate = (DecodedInput.Accepted) DecodedInput.ofBytes(pair._2());
        DecodedInput removed = new DecodedInput.Removed(
                duplicate.classNames(),
                DocumentFacts.ofFile(duplicate.facts().fileLength()),
                Filter.DUPLICATE.name(),
                modality.excerpt(duplicate.payload()));
        return new Tuple2<>(pair._1(), removed.toBytes());
    }
}
