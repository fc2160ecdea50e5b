package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.FingerprintEntry;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.ShardStore;
import io.sparkformer.data.shard.RecordSchema;
import io.sparkformer.data.shard.ShardSummary;
import io.sparkformer.data.shard.ShardWriter;
import io.sparkformer.data.storage.DiskErrors;
import io.sparkformer.data.storage.PublicationListener;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.fault.FaultPoint;
import io.sparkformer.jobs.fault.FaultPoints;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Writes one shard, in a task, from its samples in their order: aside first, then to its place under the name of its
 * content. A task that runs twice writes the same bytes and so publishes the same file. Rejections that fall between the
 * samples go to a quarantine file of the same number.
 */
final class ShardTask implements Function2<Integer, Iterator<Tuple2<byte[], byte[]>>, Iterator<byte[]>> {
    private static final long serialVersionUID = 1L;
    private static final String SHARD_KEY = "shard";

    private final Version version;
    private final ShardPlan plan;
    private final Broadcast<byte[]> modality;
    private final Broadcast<SerializableConfiguration> hadoop;

    /**
     * The version that the shards are for.
     *
     * @param number of the manifest
     * @param directory to prepare
     * @param runId names the staging folder
     * @param classes by label
     * @param statisticsSplit the split to take statistics of
     */
    record Version(long number, String directory, String runId, List<String> classes, String statisticsSplit)
            implements Serializable {}

    ShardTask(
            Version version, ShardPlan plan, Broadcast<byte[]> modality, Broadcast<SerializableConfiguration> hadoop) {
        this.version = version;
        this.plan = plan;
        this.modality = modality;
        this.hadoop = hadoop;
    }

    @Override
    public Iterator<byte[]> call(Integer partition, Iterator<Tuple2<byte[], byte[]>> samples) throws IOException {
        PublicationListener listener =
                (aside, target) -> FaultPoints.reach(FaultPoint.PREPARE_PUBLISH_SHARD, SHARD_KEY, partition);
        ShardStore store = new ShardStore(hadoop.value().value(), version.directory(), listener);
        ShardResult result = partition < plan.shards().size()
                ? writeShard(store, plan.shards().get(partition), samples)
                : quarantineRest(store, samples);
        return List.of(TaskBytes.of(result)).iterator();
    }

    private ShardResult writeShard(ShardStore store, ShardPlan.Shard shard, Iterator<Tuple2<byte[], byte[]>> samples)
            throws IOException {
        String part = shard.split() + "-" + shard.number();
        Path staged = staged(store, part + ".shard");
        try {
            Modality what = TaskBytes.to(Modality.class, modality.value());
            ShardContent content = new ShardContent(version.classes(), samples);
            Modality.RecordMaker maker =
                    what.recordMaker(version.classes().size(), shard.split().equals(version.statisticsSplit()));
            ShardSummary summary = write(store, staged, shard, content, what.schema(), maker);
            requireSamples(shard, content.samples());
            ShardEntry entry = store.publish(staged, shard.split(), 0, summary);
            writeQuarantine(store, part, content);
            return new ShardResult(
                    shard.split(),
                    entry,
                    content.samples(),
                    content.rejected().size(),
                    fingerprints(store, part, content.fingerprints()),
                    maker.samplesPerClass(),
                    maker.statistics());
        } catch (IOException | RuntimeException failure) {
            deleteQuietly(store, staged, failure);
            throw failure;
        }
    }

    private void writeQuarantine(ShardStore store, String part, ShardContent content) throws IOException {
        store.writeQuarantine(staged(store, part + ".jsonl"), version.number(), part, content.rejected());
    }

    private @Nullable FingerprintEntry fingerprints(ShardStore store, String part, byte[] fingerprints)
            throws IOException {
        return fingerprints.length == 0
                ? null
                : store.writeFingerprints(staged(store, part + ".fingerprints"), fingerprints);
    }

    /** Attempts of one task may run at the same time. */
    private Path staged(ShardStore store, String name) throws IOException {
        return new Path(store.staging(version.runId()), TaskContext.get().taskAttemptId() + "-" + name);
    }

    private ShardSummary write(
            ShardStore store,
            Path staged,
            ShardPlan.Shard shard,
            ShardContent content,
            RecordSchema schema,
            Modality.RecordMaker maker)
            throws IOException {
        OutputStream out = DiskErrors.guard(store.fileSystem().create(staged, true));
        try (ShardWriter writer = new ShardWriter(out, schema)) {
            boolean begun = false;
            while (content.hasNext()) {
                maker.add(content.next(), writer::write);
                if (!begun) {
                    FaultPoints.reach(FaultPoint.PREPARE_WRITE_SHARD, SHARD_KEY, shard.number());
                    begun = true;
                }
            }
            maker.finish(writer::write);
            return writer.finish();
        }
    }

    /** Inputs may be decoded a second time, if an executor was lost: nothing may have changed in between. */
    private static void requireSamples(ShardPlan.Shard shard, long samples) {
        if (samples != shard.samples()) {
            throw new UserError(
                    "The inputs have changed while they were read: shard " + shard.number() + " of split "
                            + shard.split() + " should have " + shard.samples() + " samples, and has " + samples,
                    "Run again when nothing writes to the inputs");
        }
    }

    /** The last partition takes the rejections whose split is unknown or has no sample to write. */
    private ShardResult quarantineRest(ShardStore store, Iterator<Tuple2<byte[], byte[]>> samples) throws IOException {
        ShardContent content = new ShardContent(version.classes(), samples);
        if (content.hasNext()) {
            throw new IllegalStateException("sample " + content.next().source() + " belongs to no shard of the plan");
        }
        writeQuarantine(store, "rest", content);
        return new ShardResult("", null, 0, content.rejected().size(), null, new long[0], new ShardStatistics.None());
    }

    private static void deleteQuietly(ShardStore store, Path staged, Exception failure) {
        try {
            store.fileSystem().delete(staged, false);
        } catch (IOException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
