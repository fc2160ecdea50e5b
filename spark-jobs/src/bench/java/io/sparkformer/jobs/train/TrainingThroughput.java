package io.sparkformer.jobs.train;

import com.sun.management.OperatingSystemMXBean;
import io.sparkformer.benchmark.data.Medians;
import io.sparkformer.data.image.RejectedImageException;
import io.sparkformer.data.image.SquareDecoder;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.runtime.BatchBuffers;
import io.sparkformer.jobs.runtime.DataTraits;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TrainingSamples;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.optimizer.OptimizerState;
import io.sparkformer.model.train.Batch;
import io.sparkformer.model.train.BatchSource;
import io.sparkformer.model.train.LocalTraining;
import io.sparkformer.model.train.ReplicaState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Times the steps of one replica, a round at a time: on one batch that stays where it is, on samples that are read and
 * augmented ahead of the step as in every training, and on samples whose JPEG file is decoded for each step too. The three
 * take their rounds in turn.
 */
public final class TrainingThroughput implements AutoCloseable {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final WorkerRuntime runtime;
    private final LocalTraining training;
    private final int steps;
    private final int batchSize;
    private final SquareDecoder decoder;
    private final List<byte[]> files;
    private final List<BatchBuffers> buffers = new ArrayList<>();
    private final Batch resident;
    private final Map<Source, List<double[]>> samples = new EnumMap<>(Source.class);
    private long nextStep;

    /** Where a step's batch comes from. */
    public enum Source {
        /** One batch, made before. */
        RESIDENT,
        /** Prepared shards, augmented. */
        SHARDS,
        /** Prepared shards, augmented; and a JPEG file is decoded and scaled for each sample. */
        FILES
    }

    /**
     * Compiles the model.
     *
     * @param data prepared from such files
     * @param files JPEG files
     * @param decoder to the size that was prepared
     */
    public TrainingThroughput(PreparedData data, List<byte[]> files, SquareDecoder decoder, String... settings)
            throws IOException {
        List<String> pairs = new ArrayList<>(List.of(settings));
        String directory = data.directory().toUri().getPath();
        pairs.add("data.directory=" + directory);
        pairs.add("output=" + directory + "/../run");
        ResolvedConfig configuration = ConfigLoader.load(null, pairs, JobName.TRAIN);
        long count = TrainingSamples.count(data, configuration.experiment());
        RunSpec run = new RunSpec(
                "benchmark",
                configuration.toJson(),
                directory,
                data.version(),
                DataTraits.ofImages(data.manifest().classes().size()),
                Geometries.totalSteps(configuration.experiment().training(), count));
        this.runtime = new WorkerRuntime(run, new Configuration());
        float[] initial = run.task()
                .graph(GraphSettings.inference(1))
                .initialParameters(configuration.experiment().seed());
        int moments = RunStart.averaging(run).layout().moments();
        this.training =
                runtime.replica().begin(new ReplicaState(initial, OptimizerState.zero(moments, initial.length)));
        this.steps = configuration.experiment().training().localSteps();
        this.batchSize = configuration.experiment().training().batchSize();
        this.files = files;
        this.decoder = decoder;
        this.resident = runtime.batches(0).batch(0, 0);
        for (int i = 0; i <= configuration.experiment().training().prefetch(); i++) {
            buffers.add(runtime.newBuffers());
        }
        for (Source source : Source.values()) {
            samples.put(source, new ArrayList<>());
        }
    }

    /** Measures. */
    public void run(int warmup, int repetitions) throws IOException {
        for (int repetition = -warmup; repetition < repetitions; repetition++) {
            for (Map.Entry<Source, List<double[]>> entry : samples.entrySet()) {
                double[] sample = round(entry.getKey());
                if (repetition >= 0) {
                    entry.getValue().add(sample);
                }
            }
        }
    }

    private double[] round(Source source) throws IOException {
        long wall = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime();
        if (source == Source.RESIDENT) {
            steps((step, microBatch) -> resident);
        } else {
            WorkerBatches batches = runtime.batches(0);
            Round round = new Round(1, nextStep, steps);
            try (PrefetchedBatches ahead = new PrefetchedBatches(
                    (step, microBatch, target) -> {
                        decodeFiles(source, step);
                        return batches.batch(step, microBatch, target);
                    },
                    round,
                    1,
                    buffers,
                    "training-data")) {
                steps(ahead);
            }
        }
        return new double[] {(System.nanoTime() - wall) / 1e6 / steps, (PROCESS.getProcessCpuTime() - cpu) / 1e6 / steps
        };
    }

    private void steps(BatchSource source) throws IOException {
        for (long end = nextStep + steps; nextStep < end; nextStep++) {
            training.step(nextStep, source);
        }
    }

    private void decodeFiles(Source source, long step) throws IOException {
        if (source != Source.FILES) {
            return;
        }
        for (int place = 0; place < batchSize; place++) {
            try {
                decoder.decode(files.get((int) ((step * batchSize + place) % files.size())));
            } catch (RejectedImageException e) {
                throw new IOException(e);
            }
        }
    }

    /** Median time of a step in milliseconds. */
    public double wallMillis(Source source) {
        return median(source, 0);
    }

    /** Median CPU time of a step in milliseconds, of all the process's threads: what one core would take. */
    public double cpuMillis(Source source) {
        return median(source, 1);
    }

    /** Samples of a step. */
    public int batchSize() {
        return batchSize;
    }

    private double median(Source source, int column) {
        return Medians.of(samples.getOrDefault(source, List.of()).stream()
                .mapToDouble(sample -> sample[column])
                .toArray());
    }

    @Override
    public void close() throws IOException {
        runtime.close();
    }
}
