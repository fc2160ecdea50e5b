package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.ContainerFile;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.SplitRule;
import io.sparkformer.data.source.UnitSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The decoded inputs of a run, spread over the cluster. They are decoded once and kept (in memory, else on the
 * executors' local disks, or where they outlive the run) between the two passes over them: the first tells the driver what there is, the second sorts
 * and writes it.
 */
final class DecodedInputs implements AutoCloseable {
    private static final int MOST_REPORTS = 64;

    private final JavaSparkContext spark;
    private final boolean fullShards;
    private final Broadcast<SerializableConfiguration> hadoop;
    private final Broadcast<byte[]> modality;
    private final JavaPairRDD<byte[], byte[]> decoded;
    private final JavaPairRDD<byte[], byte[]> inputs;
    private final long units;
    private final long reused;

    /**
     * Cuts large units, and describes the reading; it happens with {@link #report}.
     *
     * @param published what inputs may be duplicates of, beside each other
     * @param kept where decoded units outlive the run; null where Spark keeps them
     * @param stratified how samples are divided into splits, class by class; null where readers have done it
     */
    DecodedInputs(
            JavaSparkContext spark,
            List<InputUnit> units,
            UnitSize size,
            Modality modality,
            Duplicates.Published published,
            @Nullable KeptUnits kept,
            SplitRule.@Nullable Hashed stratified)
            throws IOException {
        this.spark = spark;
        this.fullShards = modality.hasFullShards();
        this.hadoop = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        this.modality = spark.broadcast(TaskBytes.of(modality));
        List<byte[]> unitBytes = divide(units, new UnitDivider(modality, size, hadoop));
        this.units = unitBytes.size();
        this.decoded = spark.parallelize(unitBytes, Math.max(1, unitBytes.size()))
                .flatMapToPair(new UnitDecoder(this.modality, hadoop, kept));
        if (kept == null) {
            decoded.persist(StorageLevel.MEMORY_AND_DISK_SER());
        }
        this.reused = kept == null ? 0 : kept.count(spark.hadoopConfiguration(), unitBytes);
        JavaPairRDD<byte[], byte[]> unique = modality.removesDuplicates()
                ? new Duplicates(spark, this.modality, hadoop).removed(decoded, published)
                : decoded;
        this.inputs = stratified == null ? unique : divided(unique, stratified);
    }

    /** In tasks, since going through the headers of a large archive takes a while. */
    private List<byte[]> divide(List<InputUnit> units, UnitDivider divider) {
        List<byte[]> divided = new ArrayList<>();
        List<byte[]> large = new ArrayList<>();
        for (InputUnit whole : units) {
            InputUnit unit = whole instanceof ContainerFile container ? container.forTask() : whole;
            (divider.mayDivide(unit) ? large : divided).add(TaskBytes.of(unit));
        }
        if (!large.isEmpty()) {
            spark.setJobDescription("divide large archives and tables");
            divided.addAll(
                    spark.parallelize(large, large.size()).flatMap(divider).collect());
        }
        return divided;
    }

    /** Reads everything, to know how many samples each class has. */
    private JavaPairRDD<byte[], byte[]> divided(JavaPairRDD<byte[], byte[]> samples, SplitRule.Hashed rule) {
        spark.setJobDescription("read, decode and divide into splits");
        return new Stratification(rule).divided(samples);
    }

    /** How many units there are: files, or parts of them. */
    long units() {
        return units;
    }

    /** How many units an earlier run has decoded. */
    long reused() {
        return reused;
    }

    /** Reads and decodes everything. */
    ReadingReport report() {
        spark.setJobDescription("read and decode");
        boolean exact = fullShards;
        JavaRDD<byte[]> reports = inputs.mapPartitions(
                pairs -> List.of(TaskBytes.of(ReadingReport.of(exact, pairs))).iterator());
        if (units > MOST_REPORTS) {
            // Else the driver would take them all at once.
            reports = reports.coalesce(MOST_REPORTS, true)
                    .mapPartitions(
                            some -> List.of(TaskBytes.of(merged(exact, some))).iterator());
        }
        return merged(exact, reports.collect().iterator());
    }

    private static ReadingReport merged(boolean exact, Iterator<byte[]> reports) {
        ReadingReport merged = new ReadingReport(exact);
        reports.forEachRemaining(report -> merged.merge(TaskBytes.to(ReadingReport.class, report)));
        return merged;
    }

    /** Sorts everything and writes the shards of a plan; the results are in its order. */
    List<ShardResult> write(ShardPlan plan, ShardTask.Version version) {
        spark.setJobDescription("sort and write shards");
        List<byte[]> results = inputs.filter(pair -> !UnitDecoder.isSummary(pair) && !DecodedInput.isRemoved(pair._2()))
                .repartitionAndSortWithinPartitions(new ShardPartitioner(plan), SampleKey.BYTE_ORDER)
                .mapPartitionsWithIndex(new ShardTask(version, plan, modality, hadoop), true)
                .collect();
        return results.stream()
                .map(result -> TaskBytes.to(ShardResult.class, result))
                .toList();
    }

    @Override
    public void close() {
        spark.setJobDescription(null);
        decoded.unpersist(false);
        hadoop.destroy();
        modality.destroy();
    }
}
