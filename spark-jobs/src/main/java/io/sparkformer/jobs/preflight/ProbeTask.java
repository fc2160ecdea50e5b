package io.sparkformer.jobs.preflight;

import com.sun.management.OperatingSystemMXBean;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.PreparedRecord;
import io.sparkformer.jobs.runtime.GpuDevice;
import io.sparkformer.jobs.runtime.Wire;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.engine.NumericFingerprint;
import io.sparkformer.model.plan.Nd4jRuntime;
import io.sparkformer.model.plan.Precision;
import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Looks around where it runs: what the engine computes, how much memory there is, whether data and output are in reach. */
final class ProbeTask implements Function<byte[], byte[]> {
    private static final long serialVersionUID = 1;

    private final Subject subject;
    private final Broadcast<SerializableConfiguration> hadoop;

    /**
     * What is looked at.
     *
     * @param engine that will compute
     * @param precision it will compute in
     * @param data the prepared data; null for none
     * @param output the directory that is written to
     * @param holdMillis how long each task keeps its slot, so that the others go to other executors
     */
    record Subject(
            Engine engine, Precision precision, @Nullable DataPlace data, String output, long holdMillis)
            implements Serializable {
        private static final long serialVersionUID = 1;

        Subject holding(long millis) {
            return new Subject(engine, precision, data, output, millis);
        }
    }

    ProbeTask(Subject subject, Broadcast<SerializableConfiguration> hadoop) {
        this.subject = subject;
        this.hadoop = hadoop;
    }

    @Override
    public byte[] call(byte[] place) throws InterruptedException {
        Configuration configuration = hadoop.value().value();
        List<String> gpus = GpuDevice.addressesOfTask();
        String fingerprint = null;
        String failure = null;
        String backend = "none";
        try {
            backend = Nd4jRuntime.backend();
            fingerprint = NumericFingerprint.of(subject.engine(), subject.precision());
        } catch (RuntimeException | LinkageError e) {
            failure = describe(e);
        }
        ExecutorReport report = new ExecutorReport(
                SparkEnv.get().executorId(),
                SparkEnv.get().blockManager().blockManagerId().host(),
                backend,
                fingerprint,
                failure,
                Runtime.getRuntime().maxMemory(),
                storageBytes(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                gpus,
                data(configuration),
                output(configuration));
        Thread.sleep(subject.holdMillis());
        return Wire.toBytes(report);
    }

    private static long storageBytes() {
        MemoryManager memory = SparkEnv.get().memoryManager();
        return memory.maxOnHeapStorageMemory() + memory.maxOffHeapStorageMemory();
    }

    /** Reads the manifest and the first sample. */
    private @Nullable String data(Configuration configuration) {
        DataPlace place = subject.data();
        if (place == null) {
            return null;
        }
        try {
            PreparedData data = PreparedData.open(configuration, place.directory(), place.version());
            try (SplitReader<PreparedRecord> split = data.records(place.split(), 1)) {
                split.shardOf(0);
                split.read(0);
            }
            return null;
        } catch (IOException | RuntimeException e) {
            return describe(e);
        }
    }

    /** A local path is another one on every machine: only the driver's counts, which writes there. */
    private @Nullable String output(Configuration configuration) {
        try {
            Path directory = new Path(subject.output());
            FileSystem fileSystem = directory.getFileSystem(configuration);
            if (!fileSystem.getUri().getScheme().equals("file")) {
                writeAndDelete(fileSystem, directory);
            }
            return null;
        } catch (IOException | RuntimeException e) {
            return describe(e);
        }
    }

    /** Writes an empty hidden file, and deletes it. */
    static void writeAndDelete(FileSystem fileSystem, Path directory) throws IOException {
        Path file = new Path(directory, ".preflight-" + UUID.randomUUID());
        fileSystem.create(file, false).close();
        fileSystem.delete(file, false);
    }

    static String describe(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": "
                + String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
