package io.sparkformer.benchmark.tokenizer;

import com.sun.management.OperatingSystemMXBean;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.report.Summary;
import io.sparkformer.jobs.tokenizer.TrainTokenizerJob;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * One run of the job.
 *
 * @param type of the tokenizer
 * @param partitions in which the text is read
 * @param seconds from the job's start to its end, Spark's start excepted
 * @param cpuSeconds of all threads of the process meanwhile
 * @param summary what the job told
 */
record TokenizerRun(String type, int partitions, double seconds, double cpuSeconds, Summary summary) {
    /** Runs the job on an own Spark of two cores. */
    static TokenizerRun of(String type, int partitions, int vocabularySize, Path text, Path output) throws IOException {
        // Spark's splits are as large as the smaller of these two, and the text is one file: so there are as many as
        // are asked for.
        long split = (FileUtils.sizeOfDirectory(text.toFile()) + partitions - 1) / partitions;
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("benchmark tokenizer")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.local.dir", output.toString())
                .config("spark.sql.files.minPartitionNum", 1)
                .config("spark.sql.files.maxPartitionBytes", split)
                .config("spark.sql.files.openCostInBytes", 0)
                .getOrCreate();
        List<String> pairs = List.of(
                "output=" + output.resolve(type + "-" + partitions),
                "tokenizer.inputs=\"" + text + '"',
                "tokenizer.type=" + type,
                "tokenizer.vocabulary-size=" + vocabularySize);
        try (JobContext context = new JobContext(
                JobName.TRAIN_TOKENIZER,
                ConfigLoader.load(null, pairs, JobName.TRAIN_TOKENIZER),
                null,
                new StopSignal())) {
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            new TrainTokenizerJob().run(context);
            return new TokenizerRun(
                    type,
                    partitions,
                    (System.nanoTime() - start) / 1e9,
                    (cpuNanos() - cpuStart) / 1e9,
                    context.summary());
        } finally {
            spark.stop();
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** The hash of the tokenizer. */
    String sha256() {
        return String.valueOf(summary.get("tokenizerSha256"));
    }

    /** A number of the summary. */
    double number(String field) {
        return ((Number) Objects.requireNonNull(summary.get(field), field)).doubleValue();
    }
}
