package io.sparkformer.jobs.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives and tables of other people's making, from their bytes to labels in shards. */
class PrepareFormatsTest {
    @TempDir
    private Path directory;

    private PrepareRun run(Path... inputs) {
        return PrepareRun.of(directory.resolve("prepared"), inputs);
    }

    private Path tar(String name, Map<String, byte[]> entries) throws IOException {
        Path file = directory.resolve(name);
        ImageSet.tar(file, entries);
        return file;
    }

    private Path text(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The labels of every sample of the split train, by its source. */
    private static Map<String, List<Integer>> labels(PrepareRun run) throws IOException {
        return labels(run, "train");
    }

    private static Map<String, List<Integer>> labels(PrepareRun run, String split) throws IOException {
        Map<String, List<Integer>> labels = new TreeMap<>();
        try (SplitReader<ImageRecord> reader = run.prepared().split(split)) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                ImageRecord record = reader.read(sample);
                labels.put(
                        reader.source(sample),
                        Arrays.stream(record.labels()).boxed().toList());
            }
        }
        return labels;
    }

    private Path synset(String name, int images) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < images; i++) {
            entries.put(name + "_" + i + ".JPEG", ImageSet.jpeg(name.hashCode() + i));
        }
        return tar(name + ".tar", entries);
    }

    private Path ilsvrc() throws IOException {
        Map<String, byte[]> synsets = new LinkedHashMap<>();
        for (String name : List.of("n01440764", "n02012849", "n03126707")) {
            synsets.put(name + ".tar", Files.readAllBytes(synset(name, 4)));
        }
        return tar("ILSVRC2012_img_train.tar", synsets);
    }

    @Test
    void run_tarOfTarsWithClassList_labelsInItsOrderWithDescriptions() throws IOException {
        Path list = text("synset_words.txt", "n03126707 crane\nn01440764 tench\nn02012849 crane\n");
        PrepareRun run = run(ilsvrc()).set("prepare.class-list=\"" + list + "\"");
        run.run();

        Manifest manifest = run.manifest();
        assertThat(manifest.classes()).containsExactly("n03126707", "n01440764", "n02012849");
        assertThat(manifest.classDescriptions()).containsExactly("crane", "tench", "crane");
        assertThat(manifest.counts()).isEqualTo(new Counts(12, 12, 0, 0));
        assertThat(labels(run))
                .hasSize(12)
                .containsEntry("ILSVRC2012_img_train.tar!n01440764.tar!n01440764_0.JPEG", List.of(1))
                .containsEntry("ILSVRC2012_img_train.tar!n03126707.tar!n03126707_3.JPEG", List.of(0));
        assertThat(run.run().get("upToDate")).isEqualTo(true);

        Files.writeString(list, "n01440764 tench\nn02012849 crane\nn03126707 crane\n");
        assertThat(run.run().get("upToDate")).isEqualTo(false);
        assertThat(run.manifest().classes()).containsExactly("n01440764", "n02012849", "n03126707");
    }

    private Path validation(String name, int images) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = images; i > 0; i--) {
            entries.put(String.format("ILSVRC2012_val_%08d.JPEG", i), ImageSet.jpeg(i));
        }
        return tar(name, entries);
    }

    @Test
    void run_trainingAndValidationArchives_labelsOfTheGroundTruthAndAnewWhenItChanges() throws IOException {
        text("meta.txt", "3 n01440764\n1 n02012849\n2 n03126707\n");
        Path truth = text("ILSVRC2012_validation_ground_truth.txt", "3\n2\n3\n1\n");
        PrepareRun run = run(ilsvrc(), validation("ILSVRC2012_img_val.tar", 4));
        run.run();

        Manifest manifest = run.manifest();
        assertThat(manifest.counts()).isEqualTo(new Counts(16, 16, 0, 0));
        assertThat(manifest.classes()).containsExactly("n01440764", "n02012849", "n03126707");
        assertThat(manifest.split("train").orElseThrow().samplesPerClass()).containsExactly(4L, 4L, 4L);
        assertThat(labels(run, "val"))
                .isEqualTo(Map.of(
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000001.JPEG", List.of(0),
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000002.JPEG", List.of(2),
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000003.JPEG", List.of(0),
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000004.JPEG", List.of(1)));
        assertThat(run.run().get("upToDate")).isEqualTo(true);

        Files.writeString(truth, "3\n2\n3\n1\n\n");
        assertThat(run.run().get("readNow")).isEqualTo(16L);
    }

    @Test
    void run_labelsThatComeLater_everythingIsReadAnew() throws IOException {
        PrepareRun run = run(ilsvrc(), validation("my-val.tar", 4))
                .set("prepare.max-rejected-fraction=0.5", "prepare.format=ilsvrc");
        run.run();
        assertThat(run.manifest().counts()).isEqualTo(new Counts(16, 12, 4, 0));

        text("my_validation_synset_labels.txt", "n01440764\nn01440764\nn02012849\nn03126707\n");
        Summary summary = run.run();

        assertThat(summary.get("readNow")).isEqualTo(16L);
        assertThat(run.manifest().counts()).isEqualTo(new Counts(16, 16, 0, 0));
        assertThat(run.manifest().split("val").orElseThrow().samplesPerClass()).containsExactly(2L, 1L, 1L);
    }

    @Test
    void run_validationAddedLater_onlyItIsRead() throws IOException {
        Path train = ilsvrc();
        run(train).run();
        text("ILSVRC2012_validation_synset_labels.txt", "n01440764\nn02012849\n");
        PrepareRun both = run(train, validation("ILSVRC2012_img_val.tar", 2));

        assertThat(both.run().get("readNow")).isEqualTo(2L);
        assertThat(both.manifest().counts()).isEqualTo(new Counts(14, 14, 0, 0));
    }

    @Test
    void run_classWithoutImages_refusedUnlessAllowed() throws IOException {
        Path list = text("words.txt", "n01440764\nn02012849\nn03126707\nn09999999\n");
        PrepareRun run = run(ilsvrc()).set("prepare.class-list=\"" + list + "\"");

        assertThatThrownBy(run::run).isInstanceOf(UserError.class).hasMessageContaining("n09999999");
        run.set("prepare.allow-empty-classes=true").run();
        assertThat(run.manifest().split("train").orElseThrow().samplesPerClass())
                .containsExactly(4L, 4L, 4L, 0L);
    }

    @Test
    void run_badClassList_refusedByName() throws IOException {
        PrepareRun run = run(ilsvrc()).set("prepare.class-list=\"" + text("twice.txt", "a\na\n") + "\"");
        assertThatThrownBy(run::run)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("twice.txt")
                .hasMessageContaining("class 1 is \"a\", as class 0 is");
        run.set("prepare.class-list=\"" + directory.resolve("missing.txt") + "\"");
        assertThatThrownBy(run::run).isInstanceOf(UserError.class).hasMessageContaining("missing.txt");
    }

    @Test
    void run_webDataset_numbersInTheirOrder() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            entries.put(i + ".png", ImageSet.png(i));
            entries.put(i + ".cls", bytes(Integer.toString(i)));
        }
        entries.put("x.png", ImageSet.png(99));
        PrepareRun run = run(tar("train-0.tar", entries)).set("prepare.max-rejected-fraction=0.1");
        Summary summary = run.run();

        assertThat(run.manifest().classes())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
        assertThat(labels(run)).containsEntry("train-0.tar!10.png", List.of(10));
        assertThat(run.manifest().counts()).isEqualTo(new Counts(13, 12, 1, 0));
        assertThat(summary.get("rejectedNowByReason")).isEqualTo(Map.of("INCOMPLETE_SAMPLE", 1L));
        assertThat(run.manifest().configuration()).containsEntry("prepare.format", "webdataset");
    }

    @Test
    void run_tableWithSeveralLabels_everyLabelInTheRecord() throws IOException {
        ImageSet images = new ImageSet(directory.resolve("set")).images("in", 4);
        Path table = Files.writeString(images.root().resolve("labels.csv"), """
                path,label,split
                in/0.png,red;round,train
                in/1.png,red,train
                in/2.png,square;blue;red,train
                in/3.png,red;blue,train
                """);
        PrepareRun run = run(table).set("prepare.max-labels=2", "prepare.max-rejected-fraction=0.3");
        run.run();

        Manifest manifest = run.manifest();
        assertThat(manifest.images().schema().maxLabels()).isEqualTo(2);
        assertThat(manifest.classes()).containsExactly("blue", "red", "round");
        assertThat(labels(run))
                .isEqualTo(Map.of(
                        "labels.csv!in/0.png", List.of(1, 2),
                        "labels.csv!in/1.png", List.of(1),
                        "labels.csv!in/3.png", List.of(1, 0)));
        assertThat(manifest.split("train").orElseThrow().samplesPerClass()).containsExactly(1L, 3L, 1L);
        assertThat(manifest.counts()).isEqualTo(new Counts(4, 3, 1, 0));
        assertThat(run.quarantine()).hasSize(1).allMatch(line -> line.contains("TOO_MANY_LABELS"));
        run.prepared().verify();
    }

    @Test
    void run_sameNameTwiceInAnArchive_firstIsPreparedAndSecondQuarantined() throws IOException {
        Path archive = directory.resolve("twice.tar");
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            entries.put("train/a/" + i + ".png", ImageSet.png(i));
        }
        entries.put("./train/a/0.png", ImageSet.png(100));
        ImageSet.tar(archive, entries);
        for (long bytesPerTask : new long[] {1, 1 << 20}) {
            PrepareRun run = PrepareRun.of(directory.resolve("prepared-" + bytesPerTask), archive)
                    .set("prepare.max-rejected-fraction=0.5", "prepare.bytes-per-task=" + bytesPerTask);
            run.run();

            assertThat(run.manifest().counts()).isEqualTo(new Counts(6, 5, 1, 0));
            assertThat(run.quarantine()).hasSize(1).allMatch(line -> line.contains("DUPLICATE_NAME"));
        }
    }

    @Test
    void run_classFolders_keepTheKeysThatTheyHadBeforeThereWereOtherFormats() throws IOException {
        PrepareRun run =
                run(new ImageSet(directory.resolve("set")).images("train/a", 2).root());
        run.run();

        assertThat(run.manifest().configuration())
                .containsKeys("prepare.image-size", "prepare.splits")
                .doesNotContainKeys(
                        "prepare.format",
                        "prepare.fields.image",
                        "prepare.fields.label",
                        "prepare.fields.split",
                        "prepare.class-list",
                        "prepare.max-labels");
    }

    @Test
    void run_outputInAFolderOfArchives_refused() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("shards-train"));
        Files.move(synset("n01440764", 3), folder.resolve("n01440764.tar"));

        assertThatThrownBy(
                        () -> PrepareRun.of(folder.resolve("prepared"), folder).run())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("lies in the input");
    }

    @Test
    void run_moreArchives_areAdded() throws IOException {
        Path first = synset("n01440764", 3);
        Path second = synset("n02012849", 3);
        PrepareRun run = run(first).set("prepare.splits=single");
        run.run();
        PrepareRun more =
                PrepareRun.of(directory.resolve("prepared"), first, second).set("prepare.splits=single");
        Summary summary = more.run();

        assertThat(summary.get("readNow")).isEqualTo(3L);
        assertThat(more.manifest().counts()).isEqualTo(new Counts(6, 6, 0, 0));
        assertThat(more.manifest().classes()).containsExactly("n01440764", "n02012849");
    }
}
