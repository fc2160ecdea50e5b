package io.sparkformer.jobs.cli;

import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.report.OutputDirectory;
import io.sparkformer.jobs.report.Progress;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What a job has around it. */
public final class JobContext implements AutoCloseable {
    /** The file in the output directory that holds every key with its value. */
    public static final String CONFIGURATION_FILE = "configuration.json";

    private final JobName job;
    private final ResolvedConfig configuration;
    private final @Nullable String target;
    private final StopSignal stopSignal;
    private final SparkRuntime spark;
    private final Summary summary = new Summary();
    private final Progress progress = Progress.toStandardError();
    private @Nullable OutputDirectory output;
    private boolean configurationStored;

    /**
     * Makes the context of one job.
     *
     * @param job the job
     * @param configuration bound and checked for it
     * @param target what inspect describes, when that is no experiment file; otherwise null
     * @param stopSignal how the job is asked to stop
     */
    public JobContext(JobName job, ResolvedConfig configuration, @Nullable String target, StopSignal stopSignal) {
        this.job = job;
        this.configuration = configuration;
        this.target = target;
        this.stopSignal = stopSignal;
        this.spark = new SparkRuntime("sparkformer " + job.commandName());
    }

    /** The job that runs. */
    public JobName job() {
        return job;
    }

    /** The configuration with its provenance. */
    public ResolvedConfig configuration() {
        return configuration;
    }

    /** The configuration's values. */
    public ExperimentConfig experiment() {
        return configuration.experiment();
    }

    /** Whether the job has a directory to write to. */
    public boolean hasOutput() {
        return !experiment().output().isBlank();
    }

    /**
     * The directory the job writes to.
     *
     * @throws UserError when it has none, or its file system cannot be reached
     */
    public synchronized OutputDirectory output() {
        OutputDirectory directory = output;
        if (directory == null) {
            directory = open(experiment().output());
            output = directory;
        }
        return directory;
    }

    private OutputDirectory open(String name) {
        if (name.isBlank()) {
            throw new UserError("There is no output directory", "Give --output DIR");
        }
        try {
            Path path = new Path(name);
            return new OutputDirectory(path.getFileSystem(hadoop()), path);
        } catch (IOException | IllegalArgumentException e) {
            String message = "The output directory " + name + " cannot be reached: " + e.getMessage();
            throw new UserError(message, "Check output (--output) and the file system's settings", e);
        }
    }

    /** What inspect describes, when that is no experiment file. */
    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /** Spark, begun when it is first asked for. */
    public SparkSession spark() {
        return spark.session();
    }

    /** Hadoop's settings. Asking for them begins no Spark. */
    public Configuration hadoop() {
        return spark.hadoop();
    }

    /** Cancels everything that runs on Spark now. */
    void cancelSparkJobs() {
        spark.cancelAllJobs();
    }

    /** Whether the job was asked to stop. */
    public StopSignal stopSignal() {
        return stopSignal;
    }

    /** The time of day. */
    public Clock clock() {
        return Clock.systemUTC();
    }

    /** Shows how far the work is. */
    public Progress progress() {
        return progress;
    }

    /** The fields of {@code summary.json}. */
    public Summary summary() {
        return summary;
    }

    /** Where a job prints its result for a person. */
    public PrintStream out() {
        return System.out;
    }

    /**
     * Writes the resolved configuration to the output directory, once. It is written at the end of a job that did not
     * fail; a long job calls this as soon as it knows that it may write there.
     */
    public synchronized void storeConfiguration() throws IOException {
        if (!configurationStored && hasOutput()) {
            output().writeAtomically(
                            CONFIGURATION_FILE, (configuration.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
            configurationStored = true;
        }
    }

    /** Ends Spark, where this job began it, and the progress line. */
    @Override
    public void close() {
        progress.close();
        spark.close();
    }
}
