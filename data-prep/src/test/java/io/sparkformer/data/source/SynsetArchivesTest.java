package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

        assertThat(inputs.listing.formats()).containsExactly(new InputFormat.SynsetArchives());
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
}
