package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.manifest.FingerprintEntry;
import io.sparkformer.data.storage.DiskErrors;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Leaves out documents whose fingerprint another one has. Of those with the same, the one that is published already stays,
 * else the one whose source id has the smallest hash, so that neither tasks nor the order of files decide.
 *
 * <p>Fingerprints meet by one shuffle, and what is found goes back to where the documents lie by another: each takes a few
 * dozen bytes per document, and the documents stay where they are. Sorting by Spark, nothing is held in memory.
 */
final class Duplicates {
    static final byte[] NOTHING = {};
    private static final byte PUBLISHED = 0;
    static final byte READ_NOW = 1;

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
                        (partition, pairs) -> new DuplicateClaims(partition, pairs), false)
                .mapToPair(claim -> claim);
        JavaPairRDD<byte[], byte[]> losers = claims.union(published(published))
                .repartitionAndSortWithinPartitions(new ByFirstBytes(partitions), SampleKey.BYTE_ORDER)
                .mapPartitionsToPair(DuplicateLosers::new)
                .repartitionAndSortWithinPartitions(new ByFirstBytes(partitions), SampleKey.BYTE_ORDER);
        Broadcast<byte[]> what = modality;
        return JavaPairRDD.fromJavaRDD(inputs.zipPartitions(
                losers,
                (pairs, places) -> new DuplicateMarks(pairs, places, TaskBytes.to(Modality.class, what.value()))));
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

    /** What claims are sorted by: the fingerprint, what is published first, then the sample's hash and id. */
    static byte[] key(byte[] fingerprint, byte kind, byte[] sampleKey, int from) {
        return ByteBuffer.allocate(fingerprint.length + 1 + sampleKey.length - from)
                .put(fingerprint)
                .put(kind)
                .put(sampleKey, from, sampleKey.length - from)
                .array();
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
