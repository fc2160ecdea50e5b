package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Runs prepare-images into one directory, with small grey images unless a test sets otherwise. */
public final class PrepareRun {
    private final String output;
    private final List<String> settings = new ArrayList<>();

    /** Prepares the inputs, which may be on any file system. */
    public PrepareRun(String output, String... inputs) {
        this.output = output;
        settings.add("prepare.inputs="
                + Stream.of(inputs).map(input -> '"' + input + '"').toList());
        settings.addAll(
                List.of("prepare.image-size=8", "prepare.patch-size=4", "prepare.channels=1", "model.patch-size=4"));
    }

    /** Prepares local inputs. */
    public static PrepareRun of(Path output, Path... inputs) {
        return new PrepareRun(
                output.toString(), Stream.of(inputs).map(Path::toString).toArray(String[]::new));
    }

    /** Sets keys, over those set before. */
    public PrepareRun set(String... pairs) {
        settings.addAll(List.of(pairs));
        return this;
    }

    /** Runs the job and returns its summary. */
    public Summary run() throws IOException {
        try (JobContext context = context()) {
            new PrepareImagesJob().run(context);
            return context.summary();
        }
    }

    /** The context that the job would run in, on the shared Spark. */
    public JobContext context() {
        LocalSpark.session();
        List<String> pairs = new ArrayList<>(settings);
        pairs.add("output=" + output);
        JobContext context = new JobContext(
                JobName.PREPARE_IMAGES, ConfigLoader.load(null, pairs, JobName.PREPARE_IMAGES), null, new StopSignal());
        // From here on the context has the session's Hadoop settings.
        context.spark();
        return context;
    }

    /** What is there. */
    public PreparedData prepared() throws IOException {
        return PreparedData.open(new Configuration(), output);
    }

    /** The newest manifest. */
    public Manifest manifest() throws IOException {
        return prepared().manifest();
    }

    /** All shards of the newest version, with their hashes. */
    public List<ShardEntry> shards() throws IOException {
        return manifest().splits().stream()
                .flatMap(split -> split.shards().stream())
                .toList();
    }

    /** Every line of the quarantine. */
    public List<String> quarantine() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files("quarantine")) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    /** The visible files of a folder of the output, sorted; none if there is no such folder. */
    public List<Path> files(String folder) throws IOException {
        Path path = Path.of(output, folder);
        if (!Files.exists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** The manifests that are there. */
    public List<String> manifests() throws IOException {
        return files(".").stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith("manifest-"))
                .toList();
    }
}
