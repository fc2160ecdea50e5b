package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Filter;
import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.manifest.FingerprintEntry;
import io.sparkformer.data.storage.DiskErrors;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Leaves out documents whose fingerprint another one has. Of those with the same, the one that is published already stays,
 * else the one whose source id has the smallest hash, so that neither tasks nor the order of files decide.
 *
 * <p>Fingerprints meet by one shuffle, and what is found goes back to where the documents lie by another: each takes a few
 * dozen bytes per document, and the documents stay where they are. Sorting by Spark, nothing is held in memory.
 */
final class Duplicates {
    private static final byte[] NOTHING = {};
    private static final byte PUBLISHED = 0;
    private static final byte READ_NOW = 1;

    private final JavaSparkContext spark;
    private final Broadcast<byte[]> modality;
    private final Broadcast<SerializableConfiguration> hadoop;

    Duplicates(JavaSparkContext spark, Broadcast<byte[]> modality, Broadcast<SerializableConfiguration> hadoop) {
        this.spark = spark;
        this.modality = modality;
        this.hadoop = hadoop;
    }

    /**
     * The documents that are published and stay.
     *
     * @param directory that holds the files
     * @param files with their fingerprints
     */
    record Published(String directory, List<FingerprintEntry> files) {
        /** None. */
        static final Published NONE = new Published("", List.of());
    }

    /** The same inputs, in which a {@link DecodedInput.Removed} stands in the place of each duplicate. */
    JavaPairRDD<byte[], byte[]> removed(JavaPairRDD<byte[], byte[]> inputs, Published published) {
        int partitions = inputs.getNumPartitions();
        JavaPairRDD<byte[], byte[]> claims = inputs.mapPartitionsWithIndex(
                        (partition, pairs) -> new Claims(partition, pairs), false)
                .mapToPair(claim -> claim);
        JavaPairRDD<byte[], byte[]> losers = claims.union(published(published))
                .repartitionAndSortWithinPartitions(new ByFirstBytes(partitions), SampleKey.BYTE_ORDER)
                .mapPartitionsToPair(Losers::new)
                .repartitionAndSortWithinPartitions(new ByFirstBytes(partitions), SampleKey.BYTE_ORDER);
        Broadcast<byte[]> what = modality;
        return JavaPairRDD.fromJavaRDD(inputs.zipPartitions(
                losers, (pairs, places) -> new Marked(pairs, places, TaskBytes.to(Modality.class, what.value()))));
    }

    private JavaPairRDD<byte[], byte[]> published(Published published) {
        List<String> files = new ArrayList<>();
        published.files().forEach(entry -> files.add(new Path(published.directory(), entry.file()).toString()));
        Broadcast<SerializableConfiguration> configuration = hadoop;
        return spark.parallelize(files, Math.max(1, files.size())).flatMapToPair(file -> {
            Path path = new Path(file);
            byte[] bytes;
            try (InputStream in = DiskErrors.guard(
                    path.getFileSystem(configuration.value().value()).open(path))) {
                bytes = in.readAllBytes();
            }
            return IntStream.range(0, bytes.length / Fingerprint.BYTES)
                    .mapToObj(document ->
                            Arrays.copyOfRange(bytes, document * Fingerprint.BYTES, (document + 1) * Fingerprint.BYTES))
                    .map(fingerprint -> new Tuple2<>(key(fingerprint, PUBLISHED, NOTHING, 0), NOTHING))
                    .iterator();
        });
    }

    private static byte[] key(byte[] fingerprint, byte kind, byte[] sampleKey, int from) {
        return ByteBuffer.allocate(fingerprint.length + 1 + sampleKey.length - from)
                .put(fingerprint)
                .put(kind)
                .put(sampleKey, from, sampleKey.length - from)
                .array();
    }

    /** Of each document its fingerprint, hash and id, and where it stands: partition and place in it. */
    private static final class Claims implements Iterator<Tuple2<byte[], byte[]>> {
        private final int partition;
        private final Iterator<Tuple2<byte[], byte[]>> pairs;
        private long place;
        private @Nullable Tuple2<byte[], byte[]> next;

        Claims(int partition, Iterator<Tuple2<byte[], byte[]>> pairs) {
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
                    key(bytes.array(), READ_NOW, pair._1(), SampleKey.endOfSplit(pair._1())),
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

    /** Of sorted claims the places of all but the first with a fingerprint. */
    private static final class Losers implements Iterator<Tuple2<byte[], byte[]>> {
        private final Iterator<Tuple2<byte[], byte[]>> claims;
        private byte[] previous = NOTHING;
        private byte @Nullable [] next;

        Losers(Iterator<Tuple2<byte[], byte[]>> claims) {
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
            return new Tuple2<>(place, NOTHING);
        }
    }

    /** The inputs of a partition, with the places of its duplicates in their order. */
    private static final class Marked implements Iterator<Tuple2<byte[], byte[]>> {
        private final Iterator<Tuple2<byte[], byte[]>> pairs;
        private final Iterator<Tuple2<byte[], byte[]>> losers;
        private final Modality modality;
        private long place;
        private long nextLoser;

        Marked(Iterator<Tuple2<byte[], byte[]>> pairs, Iterator<Tuple2<byte[], byte[]>> losers, Modality modality) {
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

    /** Sends keys where their first four bytes say: a partition's number to it, fingerprints evenly to all. */
    private static final class ByFirstBytes extends Partitioner {
        private static final long serialVersionUID = 1L;

        private final int partitions;

        ByFirstBytes(int partitions) {
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return Math.floorMod(ByteBuffer.wrap((byte[]) key).getInt(), partitions);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByFirstBytes that && partitions == that.partitions;
        }

        @Override
        public int hashCode() {
            return partitions;
        }
    }
}
