package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardEntry;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.storage.ConcurrentPublicationException;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a second run into the same directory does. */
class PreparationRerunTest {
    @TempDir
    private Path directory;

    private ImageSet images;
    private PrepareRun run;

    @BeforeEach
    void prepareOnce() throws IOException {
        images = new ImageSet(directory.resolve("pets")).images("train/cat", 4).images("train/dog", 5);
        run = PrepareRun.of(directory.resolve("prepared"), images.root());
        run.run();
    }

    @Test
    void rerun_nothingChanged_doesNothing() throws IOException {
        PreparedData before = run.prepared();
        Summary summary = run.run();

        assertThat(summary.get("upToDate")).isEqualTo(true);
        assertThat(summary.get("samples")).isEqualTo(9L);
        assertThat(summary.get("read")).isEqualTo(9L);
        assertThat(summary.get("manifestVersion")).isEqualTo(1L);
        assertThat(summary.get("manifestSha256")).isEqualTo(before.manifestSha256());
        assertThat(run.manifests()).containsExactly("manifest-00000001.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare.files-per-task=2",
                "prepare.max-rejected-fraction=0.5",
                "prepare.allow-empty-classes=true",
                "prepare.fractions={train=0.5,test=0.5}",
                "prepare.single-split=other"
            })
    void rerun_keyWithoutEffectOnTheShardsChanged_doesNothing(String setting) throws IOException {
        assertThat(run.set(setting).run().get("upToDate")).isEqualTo(true);
    }

    /** A table of one class and of paths: in a folder of many, that is listed, and one of few. */
    private PrepareRun table() throws IOException {
        ImageSet set = new ImageSet(directory.resolve("set")).images("many", 9).images("few", 2);
        StringBuilder table = new StringBuilder("path,label\nfew/missing.png,a\nfew/0.png,a\nfew/1.png,a\n");
        for (int i = 0; i < 9; i++) {
            table.append("many/").append(i).append(".png,a\n");
        }
        set.file("table.csv", table.toString().getBytes(StandardCharsets.UTF_8));
        PrepareRun tables = PrepareRun.of(
                        directory.resolve("of-table"), set.root().resolve("table.csv"))
                .set("prepare.splits=single", "prepare.max-rejected-fraction=0.5");
        assertThat(tables.run().get("readNow")).isEqualTo(12L);
        assertThat(tables.manifest().counts()).isEqualTo(new Counts(12, 11, 1, 0));
        assertThat(tables.run().get("upToDate")).isEqualTo(true);
        return tables;
    }

    @ParameterizedTest
    @ValueSource(strings = {"many/3.png", "few/1.png", "few/missing.png"})
    void rerun_imageOfAnUnchangedTableChanged_everythingIsReadAnew(String name) throws IOException {
        PrepareRun tables = table();
        String before = tables.prepared().contentSha256();
        Files.write(directory.resolve("set").resolve(name), ImageSet.png(77));

        Summary summary = tables.run();

        assertThat(summary.get("readNow")).isEqualTo(12L);
        assertThat(tables.prepared().contentSha256()).isNotEqualTo(before);
        assertThat(tables.manifest().counts().rejected()).isEqualTo(name.contains("missing") ? 0 : 1);
        assertThat(tables.run().get("upToDate")).isEqualTo(true);
    }

    @Test
    void rerun_imageOfAnUnchangedTableRemoved_everythingIsReadAnew() throws IOException {
        PrepareRun tables = table();
        Files.delete(directory.resolve("set/many/3.png"));

        assertThat(tables.run().get("readNow")).isEqualTo(12L);
        assertThat(tables.manifest().counts()).isEqualTo(new Counts(12, 10, 2, 0));
    }

    @Test
    void rerun_fileBesideTheImagesOfATable_isNoneOfItsBusiness() throws IOException {
        PrepareRun tables = table();
        Files.write(directory.resolve("set/many/other.png"), ImageSet.png(78));

        assertThat(tables.run().get("upToDate")).isEqualTo(true);
    }

    @Test
    void rerun_newImages_onlyTheseAreReadAndAdded() throws IOException {
        List<ShardEntry> old = run.shards();
        images.images("train/cat", 7).images("test/dog", 3);
        Summary summary = run.run();

        assertThat(summary.get("upToDate")).isEqualTo(false);
        assertThat(summary.get("readNow")).isEqualTo(6L);
        assertThat(summary.get("manifestVersion")).isEqualTo(2L);
        Manifest manifest = run.manifest();
        assertThat(manifest.counts()).isEqualTo(new Counts(15, 15, 0, 0));
        assertThat(manifest.split("train").orElseThrow().shards()).hasSize(2).containsAll(old);
        assertThat(manifest.split("train").orElseThrow().samplesPerClass()).containsExactly(7L, 5L);
        assertThat(manifest.split("test").orElseThrow().samplesPerClass()).containsExactly(0L, 3L);
        assertThat(run.run().get("upToDate")).isEqualTo(true);

        PrepareRun fresh = PrepareRun.of(directory.resolve("fresh"), images.root());
        fresh.run();
        assertThat(samples(run.prepared())).isEqualTo(samples(fresh.prepared()));
        for (int i = 0; i < 2; i++) {
            double[] expected = PixelStatistics.of(run.prepared(), "train")[i];
            List<Double> actual = i == 0
                    ? manifest.statistics().mean()
                    : manifest.statistics().deviation();
            assertThat(actual.get(0)).isCloseTo(expected[0], within(1e-12));
        }
    }

    private static SortedMap<String, String> samples(PreparedData prepared) throws IOException {
        SortedMap<String, String> samples = new TreeMap<>();
        try (SplitReader<ImageRecord> reader = prepared.split("train")) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                ImageRecord record = reader.read(sample);
                samples.put(
                        reader.source(sample), prepared.manifest().classes().get(record.label()) + record.hashCode());
            }
        }
        return samples;
    }

    @Test
    void rerun_anotherInput_isAddedAndTheFirstNotReadAgain() throws IOException {
        Path archive = directory.resolve("more.tar");
        ImageSet.tar(archive, Map.of("train/cat/new.png", ImageSet.png(5), "train/dog/bad.png", new byte[3]));
        Summary summary = PrepareRun.of(directory.resolve("prepared"), images.root(), archive)
                .set("prepare.max-rejected-fraction=0.1")
                .run();

        assertThat(summary.get("readNow")).isEqualTo(2L);
        assertThat(run.manifest().counts()).isEqualTo(new Counts(11, 10, 1, 0));
        assertThat(run.quarantine()).singleElement().asString().contains("more.tar!train/dog/bad.png");
    }

    @Test
    void rerun_onlyBadImagesAreNew_quarantinedAndCounted() throws IOException {
        images.file("train/cat/bad.png", new byte[3]);
        run.set("prepare.max-rejected-fraction=0.1").run();

        assertThat(run.manifest().counts()).isEqualTo(new Counts(10, 9, 1, 0));
        assertThat(run.shards()).hasSize(1);
        assertThat(run.run().get("upToDate")).isEqualTo(true);
    }

    @Test
    void rerun_newClassAfterTheOthers_isAdded() throws IOException {
        Summary summary = run(images.images("train/emu", 2));
        assertThat(summary.get("readNow")).isEqualTo(2L);
        assertThat(run.manifest().classes()).containsExactly("cat", "dog", "emu");
        assertThat(run.manifest().split("train").orElseThrow().samplesPerClass())
                .containsExactly(4L, 5L, 2L);
    }

    @Test
    void rerun_newClassBetweenTheOthers_everythingIsReadAgain() throws IOException {
        Summary summary = run(images.images("train/cow", 2));
        assertThat(summary.get("readNow")).isEqualTo(11L);
        assertThat(run.manifest().classes()).containsExactly("cat", "cow", "dog");
        assertThat(run.manifest().split("train").orElseThrow().samplesPerClass())
                .containsExactly(4L, 2L, 5L);
        assertThat(run.manifests()).hasSize(2);
    }

    @Test
    void rerun_changedImage_everythingIsReadAgain() throws IOException {
        Summary summary = run(images.file("train/cat/0.png", ImageSet.png(99, 20, 20)));
        assertThat(summary.get("readNow")).isEqualTo(9L);
        assertThat(run.manifest().counts().read()).isEqualTo(9);
        assertThat(run.prepared().version()).isEqualTo(2);
    }

    @Test
    void rerun_removedImage_everythingIsReadAgain() throws IOException {
        Files.delete(images.root().resolve("train/cat/0.png"));
        assertThat(run.run().get("readNow")).isEqualTo(8L);
        assertThat(run.manifest().counts().read()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare.image-size=4",
                "prepare.fit=stretch",
                "prepare.shard-bytes=1000",
                "prepare.max-bytes=5000"
            })
    void rerun_numericKeyChanged_everythingIsReadAgain(String setting) throws IOException {
        assertThat(run.set(setting).run().get("readNow")).isEqualTo(9L);
        assertThat(run.prepared().version()).isEqualTo(2);
    }

    @Test
    void rerun_shardWasDeleted_everythingIsReadAgain() throws IOException {
        Files.delete(run.files("shards").get(0));
        assertThat(run.run().get("readNow")).isEqualTo(9L);
        run.prepared().verify();
    }

    @Test
    void rerun_shardWasCut_isReplaced() throws IOException {
        Path shard = run.files("shards").get(0);
        Files.write(shard, new byte[10]);
        assertThat(run.run().get("readNow")).isEqualTo(9L);
        run.prepared().verify();
    }

    @Test
    void rerun_oldVersion_staysReadable() throws IOException {
        PreparedData old = run.prepared();
        SortedMap<String, String> before = samples(old);
        Files.delete(images.root().resolve("train/cat/0.png"));
        run(images.images("train/cow", 2));

        assertThat(run.prepared().version()).isEqualTo(2);
        assertThat(samples(old)).isEqualTo(before).hasSize(9);
        old.verify();
    }

    @Test
    void rerun_budgetExceededByNewImages_oldVersionStays() throws IOException {
        images.file("train/cat/bad1.png", new byte[3]).file("train/cat/bad2.png", new byte[3]);
        assertThatThrownBy(() -> run.run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("2 of 11 inputs were rejected");
        assertThat(run.manifests()).hasSize(1);
        assertThat(run.manifest().counts().read()).isEqualTo(9);
    }

    @Test
    void publication_anotherRunWasFaster_failsClearlyAndChangesNothing() throws IOException {
        images.images("train/cat", 6);
        try (JobContext context = run.context()) {
            ClassList classes = new ClassList(ClassIndex.NONE, "");
            PreparationSettings settings =
                    PreparationSettings.of(context.experiment().prepare(), classes.index());
            org.apache.hadoop.fs.Path output = context.output().path();
            PreparedDirectory prepared = new PreparedDirectory(new Configuration(), output);
            Inputs inputs = Inputs.list(context.hadoop(), context.experiment().prepare(), settings.rules(), output);
            SortedMap<String, String> keys = PreparationSettings.numericKeys(context.configuration(), inputs, classes);
            Plan plan = Plan.of(inputs, keys, prepared);

            run(images.images("train/dog", 8));
            String winner = run.prepared().manifestSha256();

            Preparation slower = new Preparation(
                    context,
                    settings.options(context.experiment().prepare()),
                    new ImageModality(settings),
                    new ImageAssembly(settings.schema(), "train"),
                    keys,
                    inputs,
                    prepared);
            assertThatThrownBy(() -> slower.append((Plan.Append) plan))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Another run has published version 2")
                    .hasRootCauseInstanceOf(ConcurrentPublicationException.class);
            assertThat(run.prepared().manifestSha256()).isEqualTo(winner);
            assertThat(run.files("staging")).isEmpty();
            run.prepared().verify();
        }
    }

    @Test
    void rerun_damagedManifest_isNamed() throws IOException {
        Path manifest = directory.resolve("prepared/manifest-00000001.json");
        Files.writeString(manifest, Files.readString(manifest).replace("cat", "cut"));
        assertThatThrownBy(() -> run.run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("manifest-00000001.json");
    }

    @Test
    void rerun_entriesOfAnArchiveInAnotherOrder_sameShards() throws IOException {
        Map<String, byte[]> forward = new LinkedHashMap<>();
        Map<String, byte[]> backward = new LinkedHashMap<>();
        for (int i = 0; i < 6; i++) {
            forward.put("train/a/" + i + ".png", ImageSet.png(i));
            backward.put("train/a/" + (5 - i) + ".png", ImageSet.png(5 - i));
        }
        Path archive = directory.resolve("a.tar");
        ImageSet.tar(archive, forward);
        PrepareRun first = PrepareRun.of(directory.resolve("forward"), archive);
        first.run();
        ImageSet.tar(archive, backward);
        PrepareRun second = PrepareRun.of(directory.resolve("backward"), archive);
        second.run();
        assertThat(second.shards()).isEqualTo(first.shards());
        assertThat(second.prepared().contentSha256()).isEqualTo(first.prepared().contentSha256());
    }

    private Summary run(ImageSet changed) throws IOException {
        assertThat(changed).isSameAs(images);
        return run.run();
    }
}
