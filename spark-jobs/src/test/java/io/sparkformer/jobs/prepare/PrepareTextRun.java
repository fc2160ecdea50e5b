package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.TextRecord;
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

/** Runs prepare-text into one directory, with a small tokenizer unless a test sets otherwise. */
public final class PrepareTextRun {
    static final String TOKENIZERS = "../data-prep/src/test/resources/tokenizers/";

    private final Path output;
    private final List<String> settings = new ArrayList<>();

    /** Prepares local inputs. */
    public PrepareTextRun(Path output, Path... inputs) {
        this.output = output;
        settings.add("prepare-text.inputs="
                + Stream.of(inputs).map(input -> "\"" + input + '"').toList());
        settings.add("prepare-text.tokenizer=" + TOKENIZERS + "wordpiece.json");
        settings.add("prepare-text.length=16");
    }

    /** Sets keys of the section, over those set before. */
    public PrepareTextRun set(String... pairs) {
        Stream.of(pairs).map(pair -> "prepare-text." + pair).forEach(settings::add);
        return this;
    }

    /** Runs the job and returns its summary. */
    public Summary run() throws IOException {
        LocalSpark.session();
        List<String> pairs = new ArrayList<>(settings);
        pairs.add("output=" + output);
        try (JobContext context = new JobContext(
                JobName.PREPARE_TEXT, ConfigLoader.load(null, pairs, JobName.PREPARE_TEXT), null, new StopSignal())) {
            context.spark();
            new PrepareTextJob().run(context);
            return context.summary();
        }
    }

    /** What is there. */
    public PreparedData prepared() throws IOException {
        return PreparedData.open(new Configuration(), output.toString());
    }

    /** All shards of the newest version, with their hashes. */
    public List<ShardEntry> shards() throws IOException {
        return prepared().manifest().splits().stream()
                .flatMap(split -> split.shards().stream())
                .toList();
    }

    /** All records of a split. */
    List<TextRecord> records(String split) throws IOException {
        List<TextRecord> records = new ArrayList<>();
        try (SplitReader<TextRecord> reader = prepared().texts(split)) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                records.add(reader.read(sample));
            }
        }
        return records;
    }

    /** The sources of all records of a split. */
    List<String> sources(String split) throws IOException {
        List<String> sources = new ArrayList<>();
        try (SplitReader<TextRecord> reader = prepared().texts(split)) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                sources.add(reader.source(sample));
            }
        }
        return sources;
    }

    /** Every line of the quarantine. */
    List<String> quarantine() throws IOException {
        Path folder = output.resolve("quarantine");
        List<String> lines = new ArrayList<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }
}
