package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynsetArchivesTest {
    @TempDir
    Path folder;

    private static byte[] synset(String name, int images) throws IOException {
        TestTar tar = new TestTar();
        for (int i = 0; i < images; i++) {
            tar.file(name + "_" + i + ".JPEG", name + " " + i);
        }
        return tar.bytes();
    }

    @Test
    void read_tarOfTars_givesEveryImageItsSynset() throws IOException {
        Path file = new TestTar()
                .file("n01440764.tar", synset("n01440764", 2))
                .file("n02012849.tar", synset("n02012849", 1))
                .write(folder.resolve("ILSVRC2012_img_train.tar"));

        Inputs inputs = Inputs.read(Inputs.FOLDERS, file);

        assertThat(inputs.listing.formats()).containsExactly(new SynsetArchives());
        assertThat(inputs.accepted())
                .containsExactly(
                        "ILSVRC2012_img_train.tar!n01440764.tar!n01440764_0.JPEG",
                        "ILSVRC2012_img_train.tar!n01440764.tar!n01440764_1.JPEG",
                        "ILSVRC2012_img_train.tar!n02012849.tar!n02012849_0.JPEG");
        assertThat(inputs.images)
                .extracting(SourceImage::className)
                .containsExactly("n01440764", "n01440764", "n02012849");
        assertThat(inputs.images).extracting(SourceImage::split).containsOnly("train");
        assertThat(Inputs.content(inputs.images.get(2))).isEqualTo("n02012849 0");
    }

    @Test
    void read_innerArchivesSideBySide_areReadByTheirNames() throws IOException {
        Path set = Files.createDirectory(folder.resolve("ilsvrc-train"));
        Files.write(set.resolve("n01440764.tar"), synset("n01440764", 2));
        Files.write(set.resolve("n02012849.tar"), synset("n02012849", 1));

        Inputs inputs = Inputs.read(Inputs.FOLDERS, set);

        assertThat(inputs.images)
                .extracting(SourceImage::className)
                .containsExactly("n01440764", "n01440764", "n02012849");
        assertThat(inputs.images.get(0).split()).isEqualTo("train");
    }

    @Test
    void read_damagedInnerArchive_losesNothingOfTheOthers() throws IOException {
        byte[] cut = Arrays.copyOf(synset("n02012849", 3), 2048);
        Path file = new TestTar()
                .file("n01440764.tar", synset("n01440764", 2))
                .file("n02012849.tar", cut)
                .file("n03126707.tar", "no archive")
                .file("n04152593.tar", synset("n04152593", 1))
                .write(folder.resolve("train.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected())
                .containsExactly("train.tar!n02012849.tar ARCHIVE_CORRUPT", "train.tar!n03126707.tar ARCHIVE_CORRUPT");
        assertThat(inputs.accepted())
                .containsExactly(
                        "train.tar!n01440764.tar!n01440764_0.JPEG",
                        "train.tar!n01440764.tar!n01440764_1.JPEG",
                        "train.tar!n02012849.tar!n02012849_0.JPEG",
                        "train.tar!n02012849.tar!n02012849_1.JPEG",
                        "train.tar!n04152593.tar!n04152593_0.JPEG");
    }

    @Test
    void read_hostileEntries_areRejectedOnBothLevels() throws IOException {
        byte[] inner = new TestTar()
                .file("../evil.JPEG", "x")
                .special("link.JPEG", TarConstants.LF_SYMLINK, "/etc/passwd")
                .file("1.JPEG", "x")
                .file("1.JPEG", "y")
                .file("empty.JPEG", "")
                .bytes();
        Path file = new TestTar()
                .file("n01440764.tar", inner)
                .file("README", "x")
                .file("/abs/n02012849.tar", synset("n02012849", 1))
                .file("n01440764.tar", synset("n01440764", 1))
                .write(folder.resolve("train.tar"));

        Inputs inputs = Inputs.read("ilsvrc", Inputs.SINGLE_RULES, file);

        assertThat(inputs.rejected())
                .containsExactly(
                        "train.tar!n01440764.tar!../evil.JPEG UNSAFE_PATH",
                        "train.tar!n01440764.tar!link.JPEG NOT_A_REGULAR_FILE",
                        "train.tar!n01440764.tar!1.JPEG DUPLICATE_NAME",
                        "train.tar!README OUTSIDE_CLASS_FOLDER",
                        "train.tar!/abs/n02012849.tar UNSAFE_PATH",
                        "train.tar!n01440764.tar DUPLICATE_NAME");
        assertThat(inputs.accepted())
                .containsExactly("train.tar!n01440764.tar!1.JPEG", "train.tar!n01440764.tar!empty.JPEG");
    }

    @Test
    void read_classIndex_refusesSynsetsThatItLacks() throws IOException {
        Path file = new TestTar()
                .file("n01440764.tar", synset("n01440764", 1))
                .file("n99999999.tar", synset("n99999999", 1))
                .write(folder.resolve("train.tar"));
        ClassIndex index =
                ClassIndexFile.read("n01440764 tench, Tinca tinca\nn02012849 crane".getBytes(StandardCharsets.UTF_8));
        ReadingRules rules = new ReadingRules(Inputs.SINGLE, new LabelRule(index, 1), FieldNames.USUAL, Inputs.LIMITS);

        Inputs inputs = Inputs.read("auto", rules, file);

        assertThat(inputs.accepted()).hasSize(1);
        assertThat(inputs.rejected()).containsExactly("train.tar!n99999999.tar!n99999999_0.JPEG UNKNOWN_CLASS");
        assertThat(inputs.image("train.tar!n99999999.tar!n99999999_0.JPEG").classNames())
                .isEqualTo(List.of());
    }

    private static final String TRUTH = "ILSVRC2012_validation_ground_truth.txt";
    /** Not in the order of the synsets, nor in that of the numbers. */
    private static final String META = "2 n01440764 tench, Tinca tinca\n3 n02012849\n1 n03126707 crane\n";

    /** Validation images side by side, as they are distributed: not in the order of their numbers. */
    private Path validation(Path folder, int... numbers) throws IOException {
        TestTar tar = new TestTar();
        for (int number : numbers) {
            tar.file(String.format("ILSVRC2012_val_%08d.JPEG", number), "image " + number);
        }
        return tar.write(Files.createDirectories(folder).resolve("ILSVRC2012_img_val.tar"));
    }

    private Path training(Path folder) throws IOException {
        return new TestTar()
                .file("n01440764.tar", synset("n01440764", 1))
                .file("n02012849.tar", synset("n02012849", 1))
                .file("n03126707.tar", synset("n03126707", 1))
                .write(Files.createDirectories(folder).resolve("ILSVRC2012_img_train.tar"));
    }

    private static Map<String, String> classes(Inputs inputs, String split) {
        Map<String, String> classes = new TreeMap<>();
        inputs.images.stream()
                .filter(image -> image.rejection() == null && image.split().equals(split))
                .forEach(image -> classes.put(image.source(), image.className()));
        return classes;
    }

    @Test
    void read_trainingAndValidation_haveTheSameClassesInTheirOwnSplits() throws IOException {
        Path train = training(folder);
        Path validation = validation(folder, 3, 1, 2, 4);
        Files.writeString(folder.resolve(TRUTH), "2\n1\n3\n2\n");
        Files.writeString(folder.resolve("meta.txt"), META);

        Inputs inputs = Inputs.read(Inputs.FOLDERS, train, validation);

        assertThat(inputs.listing.formats()).containsExactly(new SynsetArchives());
        assertThat(inputs.rejected()).isEmpty();
        assertThat(classes(inputs, "train"))
                .hasSize(3)
                .containsEntry("ILSVRC2012_img_train.tar!n03126707.tar!n03126707_0.JPEG", "n03126707");
        assertThat(classes(inputs, "val"))
                .isEqualTo(Map.of(
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000001.JPEG", "n01440764",
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000002.JPEG", "n03126707",
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000003.JPEG", "n02012849",
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000004.JPEG", "n01440764"));
        assertThat(Inputs.content(inputs.image("ILSVRC2012_img_val.tar!ILSVRC2012_val_00000003.JPEG")))
                .isEqualTo("image 3");
        // What tells the labels is an input too: when it changes, everything is prepared anew.
        assertThat(inputs.listing.files())
                .extracting(InputFile::path)
                .containsExactly("ILSVRC2012_img_train.tar", "ILSVRC2012_img_val.tar", TRUTH, "meta.txt");
    }

    @Test
    void read_folderOfBoth_takesTheLabelsFromItAndIgnoresOtherNotes() throws IOException {
        Path set = folder.resolve("imagenet");
        training(set);
        validation(set, 1, 2);
        Files.writeString(set.resolve(TRUTH), "3\n1\n");
        Files.writeString(set.resolve("map_clsloc.txt"), "n01440764 2 tench\nn02012849 3 crane\nn03126707 1 crane\n");
        Files.writeString(set.resolve("README.txt"), "x");

        Inputs inputs = Inputs.read(Inputs.FOLDERS, set);

        assertThat(classes(inputs, "train")).hasSize(3);
        assertThat(classes(inputs, "val"))
                .isEqualTo(Map.of(
                        "imagenet/ILSVRC2012_img_val.tar!ILSVRC2012_val_00000001.JPEG", "n02012849",
                        "imagenet/ILSVRC2012_img_val.tar!ILSVRC2012_val_00000002.JPEG", "n03126707"));
        assertThat(inputs.listing.ignored()).isEqualTo(1);
        assertThat(inputs.listing.files())
                .extracting(InputFile::path)
                .contains("imagenet/" + TRUTH, "imagenet/map_clsloc.txt");
    }

    @Test
    void read_groundTruthOfSynsets_needsNoTranslation() throws IOException {
        Path validation = validation(folder, 1, 2);
        Files.writeString(folder.resolve("imagenet_2012_validation_synset_labels.txt"), "n03126707\r\nn01440764\r\n");

        assertThat(classes(Inputs.read(Inputs.FOLDERS, validation), "val").values())
                .containsExactly("n03126707", "n01440764");
    }

    @Test
    void read_imageBeyondTheGroundTruth_isRejected() throws IOException {
        Path validation = validation(folder, 2, 0, 3);
        Files.writeString(folder.resolve(TRUTH), "1\n2\n");
        Files.writeString(folder.resolve("meta.txt"), META);

        Inputs inputs = Inputs.read(Inputs.FOLDERS, validation);

        assertThat(inputs.accepted()).containsExactly("ILSVRC2012_img_val.tar!ILSVRC2012_val_00000002.JPEG");
        assertThat(inputs.rejected())
                .containsExactly(
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000000.JPEG INCOMPLETE_SAMPLE",
                        "ILSVRC2012_img_val.tar!ILSVRC2012_val_00000003.JPEG INCOMPLETE_SAMPLE");
    }

    @Test
    void list_validationWithoutItsLabels_isRefusedWithTheRemedy() throws IOException {
        Path validation = validation(folder, 1);

        assertRefused(validation, TRUTH, "beside it");

        Files.writeString(folder.resolve(TRUTH), "1\n");
        assertRefused(validation, "meta.txt", "1 n02119789");

        Files.writeString(folder.resolve("meta.txt"), "2 n01440764\n");
        assertRefused(validation, "line 1 of " + TRUTH, "\"1\"");

        Files.writeString(folder.resolve("meta.txt"), "1 n01440764\n2 n01440764\n");
        assertRefused(validation, "\"2 n01440764\" of meta.txt");

        Files.writeString(folder.resolve("meta.txt"), "1 n01440764\n1 n02012849\n");
        assertRefused(validation, "\"1 n02012849\" of meta.txt");

        Files.writeString(folder.resolve("meta.txt"), "tench\n");
        assertRefused(validation, "\"tench\" of meta.txt");

        Files.writeString(folder.resolve("map_clsloc.txt"), META);
        assertRefused(validation, "map_clsloc.txt and meta.txt", "take the other away");
    }

    private static void assertRefused(Path input, String... texts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read(Inputs.FOLDERS, input))
                .withMessageContainingAll(texts);
    }
}
