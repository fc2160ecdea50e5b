package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.CleaningEntry;
import io.sparkformer.data.manifest.FingerprintEntry;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedContent;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardStore;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.manifest.TextContent;
import io.sparkformer.data.manifest.TokenizerEntry;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.text.TokenCounts;
import io.sparkformer.data.text.TokenizerFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** Texts with their tokenizer and the statistics of their tokens. */
final class TextAssembly implements ContentAssembly {
    private final JavaSparkContext spark;
    private final TextModality modality;
    private final String statisticsSplit;
    private String tokenizerFile = "";

    TextAssembly(JavaSparkContext spark, TextModality modality, String statisticsSplit) {
        this.spark = spark;
        this.modality = modality;
        this.statisticsSplit = statisticsSplit;
    }

    @Override
    public void publishFiles(ShardStore store, Path staged) throws IOException {
        tokenizerFile = store.writeTokenizer(staged, modality.resources().tokenizerFile());
    }

    @Override
    public PreparedContent content(@Nullable PreparedData kept, Tally tally, List<ShardResult> results)
            throws IOException {
        TextSchema schema = modality.schema();
        TokenCounts counts = new TokenCounts(schema.vocabulary());
        long documents = 0;
        for (ShardResult result : results) {
            if (result.statistics() instanceof ShardStatistics.Tokens tokens) {
                counts.add(tokens.counts());
                documents += result.samples();
            }
        }
        SplitManifest before =
                kept == null ? null : kept.manifest().split(statisticsSplit).orElse(null);
        if (kept != null && before != null) {
            countKept(kept, before, counts);
            documents += before.inputs();
        }
        TokenizerFile file = modality.resources().tokenizer().file();
        return new TextContent(
                schema,
                schema.target() == TextTarget.TAGS ? tally.classes() : List.of(),
                new TokenizerEntry(tokenizerFile, file.sha256(), file.vocabulary(), file.specialTokens()),
                counts.statistics(documents),
                modality.leavesOut() ? cleaning(kept, tally, results) : null);
    }

    private static CleaningEntry cleaning(@Nullable PreparedData kept, Tally tally, List<ShardResult> results) {
        List<FingerprintEntry> fingerprints = new ArrayList<>();
        if (kept != null) {
            fingerprints.addAll(PreparedDirectory.fingerprints(kept.manifest()));
        }
        for (ShardResult result : results) {
            FingerprintEntry added = result.fingerprints();
            if (added != null) {
                fingerprints.add(added);
            }
        }
        return new CleaningEntry(tally.removed(), fingerprints);
    }

    @Override
    public void publishCard(
            ShardStore store,
            Path staged,
            long version,
            Manifest manifest,
            @Nullable PreparedData kept,
            ReadingReport report)
            throws IOException {
        store.writeCard(staged, version, manifest, new CardAssembly(version, manifest, kept).files(report.accounts()));
    }

    /** The counts of all tokens are larger than a manifest should be; the shards that stay still have them. */
    private void countKept(PreparedData kept, SplitManifest split, TokenCounts counts) {
        spark.setJobDescription("count the tokens that stay");
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        String directory = kept.directory().toString();
        long version = kept.version();
        String name = split.name();
        int vocabulary = modality.schema().vocabulary();
        List<Long> firsts = new ArrayList<>();
        split.shards().forEach(shard -> firsts.add(shard.firstSample()));
        List<Long> ends = new ArrayList<>(firsts.subList(1, firsts.size()));
        ends.add(split.samples());
        List<Integer> numbers = new ArrayList<>();
        firsts.forEach(first -> numbers.add(numbers.size()));
        List<byte[]> counted = spark.parallelize(numbers, numbers.size())
                .map(shard -> {
                    PreparedData data = PreparedData.open(hadoop.value().value(), directory, version);
                    TokenCounts ofShard = new TokenCounts(vocabulary);
                    try (SplitReader<TextRecord> reader = data.texts(name)) {
                        for (long sample = firsts.get(shard); sample < ends.get(shard); sample++) {
                            ofShard.add(reader.read(sample));
                        }
                    }
                    return TaskBytes.of(ofShard);
                })
                .collect();
        counted.forEach(bytes -> counts.add(TaskBytes.to(TokenCounts.class, bytes)));
        hadoop.destroy();
    }
}
