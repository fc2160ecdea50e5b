package io.sparkformer.benchmark.text;

import io.sparkformer.jobs.duplicates.FindNearDuplicatesJob;
import io.sparkformer.jobs.duplicates.FindNearDuplicatesRun;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times {@code find-near-duplicates} in {@code local[2]}, and counts how many of the planted pairs it puts into one cluster. */
final class NearDuplicateBenchmark {
    private static final double SIMILARITY = 0.8;

    private NearDuplicateBenchmark() {}

    /** Measures, and writes {@code near-duplicates.md}. */
    static void run(GlossTexts texts, Path tokenizer, long bytes, Path scratch, Path output) throws IOException {
        Path corpus = scratch.resolve("planted.jsonl");
        PlantedPairs planted = PlantedPairs.write(texts, corpus, bytes, SIMILARITY);
        Path found = scratch.resolve("near-duplicates");
        List<String> pairs = List.of(
                "output=" + found,
                "prepare-text.inputs=[\"" + corpus + "\"]",
                "prepare-text.tokenizer=" + tokenizer,
                "near-duplicates.similarity=" + SIMILARITY);
        LocalSpark.restart("local[2]", Map.of("spark.local.dir", scratch.toString()));
        long begin = System.nanoTime();
        Summary summary = FindNearDuplicatesRun.of(pairs);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double recall = recall(planted, found);
        LocalSpark.stop();
        String table = String.format(
                Locale.ROOT,
                "| MB | documents | planted pairs | seconds | found of them | documents left out | compared | heap, MB |%n"
                        + "|---:|---:|---:|---:|---:|---:|---:|---:|%n| %.0f | %,d | %,d | %.0f | %.4f | %s | %s | %d |%n",
                bytes / 1e6,
                planted.documents(),
                planted.pairs().size(),
                seconds,
                recall,
                summary.get("nearDuplicates"),
                summary.get("compared"),
                Runtime.getRuntime().maxMemory() >> 20);
        Files.writeString(output.resolve("near-duplicates.md"), table);
        System.out.printf("%n%s%n", table);
    }

    private static double recall(PlantedPairs planted, Path found) {
        Map<String, String> clusters = new HashMap<>();
        LocalSpark.session()
                .read()
                .parquet(found.resolve(FindNearDuplicatesJob.TABLE).toString())
                .toLocalIterator()
                .forEachRemaining(row -> clusters.put(row.getString(0), row.getString(1)));
        long together = planted.pairs().stream()
                .filter(pair -> {
                    String cluster = clusters.get(pair[0]);
                    return cluster != null && cluster.equals(clusters.get(pair[1]));
                })
                .count();
        return (double) together / planted.pairs().size();
    }
}
