package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.SplitManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StratificationTest {
    private static final Map<String, Integer> CLASSES = Map.of("rare", 10, "some", 30, "usual", 1_000);

    @TempDir
    Path directory;

    private Path corpus;

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = Files.createDirectories(directory.resolve("corpus"));
        write("a.jsonl", CLASSES);
    }

    private void write(String name, Map<String, Integer> classes) throws IOException {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(classes).forEach((label, documents) -> {
            for (int document = 0; document < documents; document++) {
                lines.add(String.format(
                        "{\"text\": \"the %s of the quick brown fox %d\", \"label\": \"%s\"}", label, document, label));
            }
        });
        Files.write(corpus.resolve(name), lines);
    }

    private PrepareTextRun run(String output, String... settings) {
        return new PrepareTextRun(directory.resolve(output), corpus)
                .set("target=classes", "splits=stratified", "fractions={train=0.8, tune=0.1, test=0.1}")
                .set(settings);
    }

    /** Documents by split, of each class. */
    private static Map<String, SortedMap<String, Long>> shares(PrepareTextRun run) throws IOException {
        List<String> classes = run.prepared().manifest().classes();
        Map<String, SortedMap<String, Long>> shares = new TreeMap<>();
        for (SplitManifest split : run.prepared().manifest().splits()) {
            for (int label = 0; label < classes.size(); label++) {
                shares.computeIfAbsent(classes.get(label), name -> new TreeMap<>())
                        .put(split.name(), split.samplesPerClass().get(label));
            }
        }
        return shares;
    }

    @Test
    void run_classesOfAllSizes_eachHasItsShareExactly() throws IOException {
        PrepareTextRun run = run("out");
        run.run();

        assertThat(shares(run))
                .isEqualTo(Map.of(
                        "rare", Map.of("train", 8L, "tune", 1L, "test", 1L),
                        "some", Map.of("train", 24L, "tune", 3L, "test", 3L),
                        "usual", Map.of("train", 800L, "tune", 100L, "test", 100L)));
    }

    @Test
    void run_otherTasks_sameShards() throws IOException {
        PrepareTextRun whole = run("whole");
        whole.run();
        PrepareTextRun cut = run("cut", "bytes-per-task=4 KiB", "resume=false");
        cut.run();

        assertThat(cut.shards()).isEqualTo(whole.shards());
    }

    @Test
    void run_otherSeed_otherDocuments() throws IOException {
        PrepareTextRun first = run("first");
        first.run();
        PrepareTextRun second = run("second", "split-seed=7");
        second.run();

        assertThat(shares(second)).isEqualTo(shares(first));
        List<String> both = new ArrayList<>(first.sources("test"));
        both.retainAll(second.sources("test"));
        // Of 104 a tenth; 5 deviations.
        assertThat(both).hasSizeLessThan(26);
    }

    @Test
    void run_moreDocuments_thoseThatAreThereStay() throws IOException {
        PrepareTextRun run = run("out");
        run.run();
        List<String> before = run.sources("test");
        for (int night = 0; night < 4; night++) {
            write("night" + night + ".jsonl", Map.of("rare", 1, "usual", 10));
            run.run();
        }

        assertThat(run.prepared().version()).isEqualTo(5);
        assertThat(run.sources("test")).containsAll(before);
        assertThat(shares(run).getOrDefault("usual", new TreeMap<>()))
                .isEqualTo(Map.of("train", 832L, "tune", 104L, "test", 104L));
        assertThat(shares(run).getOrDefault("rare", new TreeMap<>()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(14);
    }

    @Test
    void run_duplicates_doNotCount() throws IOException {
        write("b.jsonl", CLASSES);
        PrepareTextRun run = run("out", "cleaning.remove-duplicates=true");
        run.run();

        assertThat(shares(run).getOrDefault("rare", new TreeMap<>()))
                .isEqualTo(Map.of("train", 8L, "tune", 1L, "test", 1L));
        assertThat(shares(run).getOrDefault("usual", new TreeMap<>()))
                .isEqualTo(Map.of("train", 800L, "tune", 100L, "test", 100L));
    }

    @Test
    void run_images_eachClassHasItsShare() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("set")).images("a", 20).images("b", 5);
        PrepareRun run = PrepareRun.of(directory.resolve("images"), images.root())
                .set("prepare.splits=stratified", "prepare.fractions={train=0.8,test=0.2}");
        run.run();

        SortedMap<String, List<Long>> shares = new TreeMap<>();
        run.manifest().splits().forEach(split -> shares.put(split.name(), split.samplesPerClass()));
        assertThat(shares).isEqualTo(Map.of("train", List.of(16L, 4L), "test", List.of(4L, 1L)));
    }

    @Test
    void run_withoutClasses_saysSo() {
        assertThatThrownBy(() -> run("out", "target=none").run())
                .hasMessageContaining("prepare-text.splits")
                .hasMessageContaining("target=classes");
    }
}
