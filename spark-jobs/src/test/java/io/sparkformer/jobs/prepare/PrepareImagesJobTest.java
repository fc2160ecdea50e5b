package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.image.Fit;
import io.sparkformer.data.image.ImageDecoder;
import io.sparkformer.data.image.ImageLimits;
import io.sparkformer.data.image.PatchOrder;
import io.sparkformer.data.image.Resampler;
import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.SplitManifest;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareImagesJobTest {
    @TempDir
    private Path directory;

    private ImageSet images() throws IOException {
        return new ImageSet(directory.resolve("pets"))
                .images("train/dog", 7)
                .images("train/cat", 6)
                .images("test/cat", 2)
                .images("test/dog", 3);
    }

    private PrepareRun run(Path... inputs) {
        return PrepareRun.of(directory.resolve("prepared"), inputs);
    }

    @Test
    void run_classFolders_everyImageOnceInItsSplitWithItsLabelAndPixels() throws IOException {
        ImageSet images = images();
        PrepareRun run = run(images.root());
        Summary summary = run.run();

        Manifest manifest = run.manifest();
        assertThat(manifest.classes()).containsExactly("cat", "dog");
        assertThat(manifest.counts()).isEqualTo(new Counts(18, 18, 0, 0));
        assertThat(manifest.splits()).extracting(SplitManifest::name).containsExactly("test", "train");
        assertThat(manifest.split("train").orElseThrow().samplesPerClass()).containsExactly(6L, 7L);
        assertThat(manifest.split("test").orElseThrow().samplesPerClass()).containsExactly(2L, 3L);
        Set<String> sources = new HashSet<>();
        for (SplitManifest split : manifest.splits()) {
            try (SplitReader<ImageRecord> reader = run.prepared().split(split.name())) {
                for (long sample = 0; sample < reader.samples(); sample++) {
                    String source = reader.source(sample);
                    assertThat(sources.add(source)).as(source).isTrue();
                    assertThat(source).startsWith("pets/" + split.name() + "/");
                    ImageRecord record = reader.read(sample);
                    assertThat(manifest.classes().get(record.label())).isEqualTo(source.split("/", -1)[2]);
                    assertThat(record.patches()).isEqualTo(patches(directory.resolve(source)));
                }
            }
        }
        assertThat(sources).hasSize(18);
        assertThat(summary.get("samples")).isEqualTo(18L);
        assertThat(summary.get("written")).isEqualTo(18L);
        assertThat(summary.get("splits")).isEqualTo(Map.of("test", 5L, "train", 13L));
        assertThat(summary.get("classes")).isEqualTo(2);
        assertThat(summary.get("shards")).isEqualTo(2);
        assertThat(summary.get("manifestVersion")).isEqualTo(1L);
        assertThat(summary.get("manifestSha256")).isEqualTo(run.prepared().manifestSha256());
        assertThat(summary.get("upToDate")).isEqualTo(false);
        assertThat(directory.resolve("prepared/staging")).doesNotExist();
    }

    private static byte[] patches(Path file) {
        try {
            return new PatchOrder(8, 1, 4)
                    .toPatches(Resampler.fit(
                            ImageDecoder.decode(Files.readAllBytes(file), 1, new ImageLimits(1000, 100_000)),
                            8,
                            Fit.CROP));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void run_archive_sameSamplesAsTheFolders() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            entries.put("train/b/" + i + ".png", ImageSet.png(i));
            entries.put("train/a/" + i + ".jpg", ImageSet.jpeg(i));
        }
        Path archive = directory.resolve("images.tar");
        ImageSet.tar(archive, entries);
        PrepareRun run = run(archive);
        run.run();

        try (SplitReader<ImageRecord> reader = run.prepared().split("train")) {
            assertThat(reader.samples()).isEqualTo(10);
            Set<String> sources = new HashSet<>();
            for (long sample = 0; sample < reader.samples(); sample++) {
                sources.add(reader.source(sample));
            }
            assertThat(sources).hasSize(10).contains("images.tar!train/a/0.jpg", "images.tar!train/b/4.png");
        }
    }

    @Test
    void run_hashedSplits_splitDependsOnTheImageAlone() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("set")).images("a", 60).images("b", 60);
        PrepareRun run = run(images.root()).set("prepare.splits=hashed", "prepare.fractions={train=0.5,test=0.5}");
        run.run();
        Set<String> before = sources(run, "test");

        PrepareRun larger = PrepareRun.of(
                        directory.resolve("larger"), images.images("c", 60).root())
                .set("prepare.splits=hashed", "prepare.fractions={train=0.5,test=0.5}");
        larger.run();
        Set<String> after = sources(larger, "test");
        after.removeIf(source -> source.startsWith("set/c/"));

        assertThat(before).isEqualTo(after).hasSizeBetween(35, 85);
    }

    private static Set<String> sources(PrepareRun run, String split) throws IOException {
        Set<String> sources = new HashSet<>();
        try (SplitReader<ImageRecord> reader = run.prepared().split(split)) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                sources.add(reader.source(sample));
            }
        }
        return sources;
    }

    @Test
    void run_statistics_equalThoseOfAllPixels() throws IOException {
        ImageSet images = images();
        PrepareRun run = run(images.root()).set("prepare.channels=3");
        run.run();

        double[][] expected = PixelStatistics.of(run.prepared(), "train");
        for (int channel = 0; channel < 3; channel++) {
            assertThat(run.manifest().statistics().mean().get(channel)).isCloseTo(expected[0][channel], within());
            assertThat(run.manifest().statistics().deviation().get(channel)).isCloseTo(expected[1][channel], within());
        }
    }

    static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-12);
    }

    @Test
    void run_constantImages_deviationIsExactlyZero() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("flat"));
        for (int i = 0; i < 7; i++) {
            images.file("train/a/" + i + ".png", ImageSet.grey(77));
        }
        PrepareRun run = run(images.root());
        run.run();

        assertThat(run.manifest().statistics().mean()).containsExactly(77 / 255.0);
        assertThat(run.manifest().statistics().deviation()).containsExactly(0.0);
    }

    @Test
    void run_manySamples_cutIntoFullShardsInHashOrder() throws IOException {
        ImageSet images =
                new ImageSet(directory.resolve("many")).images("train/a", 12).images("train/b", 11);
        PrepareRun run =
                run(images.root()).set("prepare.image-size=256", "prepare.channels=3", "prepare.shard-bytes=1");
        run.run();

        assertThat(run.manifest().schema().blockRecords()).isEqualTo(5);
        assertThat(run.shards()).extracting(shard -> shard.records()).containsExactly(5L, 5L, 5L, 5L, 3L);
        assertThat(run.shards()).extracting(shard -> shard.firstSample()).containsExactly(0L, 5L, 10L, 15L, 20L);
        try (SplitReader<ImageRecord> reader = run.prepared().split("train")) {
            long previous = Long.MIN_VALUE;
            for (long sample = 0; sample < reader.samples(); sample++) {
                long hash = SampleKey.hashOf(reader.source(sample));
                assertThat(hash).isGreaterThan(previous);
                previous = hash;
            }
        }
    }

    @Test
    void run_leftoversOfADeadRun_areRemoved() throws IOException {
        Path output = Files.createDirectories(directory.resolve("prepared"));
        Path staged =
                Files.createDirectories(output.resolve("staging/00000001-dead")).resolve("train-0-1.shard");
        Files.writeString(staged, "half a shard");
        Path alive = Files.createDirectories(output.resolve("staging/00000002-alive"))
                .resolve("train-0-1.shard");
        Files.writeString(alive, "of a run that makes the next version");
        Path line = Files.createDirectories(output.resolve("quarantine")).resolve("00000001-train-9.jsonl");
        Files.writeString(line, "{}\n");

        PrepareRun run = run(images().root());
        run.run();

        assertThat(staged).doesNotExist();
        assertThat(alive).exists();
        assertThat(run.quarantine()).isEmpty();
    }

    @Test
    void run_hiddenFiles_ignoredAndCounted() throws IOException {
        PrepareRun run = run(images().file("train/cat/.DS_Store", new byte[4]).root());
        run.run();
        assertThat(run.manifest().counts()).isEqualTo(new Counts(18, 18, 0, 1));
    }

    @Test
    void run_namesBeyondLetters_readAsTheyAre() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("my pets, 100% (new)"))
                .images("train/big cat!", 2)
                .file("train/dog:2/a b%20.png", ImageSet.png(1));
        PrepareRun run = PrepareRun.of(directory.resolve("pre pared %41"), images.root());
        run.run();
        assertThat(run.manifest().classes()).containsExactly("big cat!", "dog:2");
        assertThat(run.manifest().counts()).isEqualTo(new Counts(3, 3, 0, 0));
        assertThat(run.run().get("upToDate")).isEqualTo(true);
    }

    @Test
    void run_inputsInAnotherOrder_sameManifest() throws IOException {
        Path one = new ImageSet(directory.resolve("one")).images("train/a", 4).root();
        Path two = new ImageSet(directory.resolve("two")).images("train/b", 4).root();
        PrepareRun run = run(one, two);
        run.run();
        PrepareRun other = PrepareRun.of(directory.resolve("other"), two, one);
        other.run();
        assertThat(other.prepared().manifestSha256()).isEqualTo(run.prepared().manifestSha256());
        assertThat(List.of(run.manifest().inputs().get(0).path())).containsExactly("one/train/a/0.png");
    }
}
