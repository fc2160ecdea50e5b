package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebDatasetTest {
    @TempDir
    Path folder;

    private static ReadingRules rules(int maxLabels, FieldNames fields) {
        return new ReadingRules(Inputs.SINGLE, new LabelRule(ClassIndex.NONE, maxLabels), fields, Inputs.LIMITS);
    }

    @Test
    void read_samplesOfSeveralFiles_becomeOneImageEachWithItsLabel() throws IOException {
        Path file = new TestTar()
                .file("a/1.jpg", "one")
                .file("a/1.cls", "7\n")
                .file("a/1.txt", "a caption")
                .file("a/2.cls", "golden retriever")
                .file("a/2.PNG", "two")
                .file("3.json", "{\"label\": 12, \"caption\": \"x\"}")
                .file("3.seg.png", "a mask")
                .file("3.webp", "three")
                .write(folder.resolve("train-0.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.listing.formats()).containsExactly(new WebDataset());
        assertThat(inputs.rejected()).isEmpty();
        assertThat(inputs.accepted())
                .containsExactly("train-0.tar!a/1.jpg", "train-0.tar!a/2.PNG", "train-0.tar!3.webp");
        assertThat(inputs.images).extracting(SourceImage::className).containsExactly("7", "golden retriever", "12");
        assertThat(Inputs.content(inputs.images.get(2))).isEqualTo("three");
    }

    @Test
    void read_splitsByName_areThoseOfFilesAndFolders() throws IOException {
        Path set = folder.resolve("set");
        for (String name : List.of("imagenet-train-000.tar", "val/000.tar")) {
            Files.createDirectories(set.resolve(name).getParent());
            new TestTar().file("1.jpg", name).file("1.cls", "0").write(set.resolve(name));
        }
        Inputs.file(set.resolve("README.md"), "notes");

        Inputs inputs = Inputs.read(Inputs.FOLDERS, set);

        assertThat(inputs.images)
                .extracting(SourceImage::source, SourceImage::split)
                .containsExactly(
                        tuple("set/imagenet-train-000.tar!1.jpg", "train"), tuple("set/val/000.tar!1.jpg", "val"));
        assertThat(inputs.listing.ignored()).isEqualTo(1);
    }

    @Test
    void list_fileThatTellsNoSplit_isRefused() throws IOException {
        Path file = new TestTar().file("1.jpg", "x").file("1.cls", "0").write(folder.resolve("000.tar"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read(Inputs.FOLDERS, file))
                .withMessageContaining("000.tar")
                .withMessageContaining("prepare.splits");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.jpg=x                            | 1.jpg INCOMPLETE_SAMPLE",
                "1.cls=3                            | 1 INCOMPLETE_SAMPLE",
                "1.jpg=x 1.png=y 1.cls=3            | 1.jpg AMBIGUOUS_SAMPLE",
                "1.jpg=x 1.json={\"label\":         | 1.jpg INCOMPLETE_SAMPLE",
                "1.jpg=x 1.json={\"label\":1.5}     | 1.jpg INCOMPLETE_SAMPLE",
                "1.jpg=x 1.json={\"label\":[1,2]}   | 1.jpg TOO_MANY_LABELS",
                "1.jpg=x 1.json={\"other\":1}       | 1.jpg INCOMPLETE_SAMPLE",
                "1.jpg=x 1.cls=                     | 1.jpg INCOMPLETE_SAMPLE",
            })
    void read_badSample_isRejectedAndTheRestIsRead(String files, String rejection) throws IOException {
        TestTar tar = new TestTar().file("0.jpg", "x").file("0.cls", "0");
        for (String file : files.strip().split(" ", -1)) {
            int mark = file.indexOf('=');
            tar.file(file.substring(0, mark), file.substring(mark + 1));
        }
        Path file = tar.file("9.jpg", "x").file("9.cls", "0").write(folder.resolve("train.tar"));

        Inputs inputs = Inputs.read("webdataset", rules(1, FieldNames.USUAL), file);

        assertThat(inputs.rejected()).containsExactly("train.tar!" + rejection.strip());
        assertThat(inputs.accepted()).containsExactly("train.tar!0.jpg", "train.tar!9.jpg");
    }

    @Test
    void read_severalLabels_areKeptInTheirOrderAndOnce() throws IOException {
        Path file = new TestTar()
                .file("1.jpg", "x")
                .file("1.json", "{\"label\": [5, 3, \"cat\", 5]}")
                .file("2.jpg", "x")
                .file("2.cls", "b; a")
                .file("3.jpg", "x")
                .file("3.cls", "a\nb\nc\nd")
                .write(folder.resolve("train.tar"));

        Inputs inputs = Inputs.read("auto", rules(3, FieldNames.USUAL), file);

        assertThat(inputs.images.get(0).classNames()).containsExactly("5", "3", "cat");
        assertThat(inputs.images.get(1).classNames()).containsExactly("b", "a");
        assertThat(inputs.rejected()).containsExactly("train.tar!3.jpg TOO_MANY_LABELS");
    }

    @Test
    void read_namedFields_areUsed() throws IOException {
        Path file = new TestTar()
                .file("1.left.jpg", "left")
                .file("1.right.jpg", "right")
                .file("1.cls", "0")
                .file("1.json", "{\"label\": 1, \"species\": \"cat\"}")
                .write(folder.resolve("train.tar"));

        Inputs inputs = Inputs.read("webdataset", rules(1, new FieldNames("right.jpg", "species", "")), file);

        assertThat(Inputs.content(inputs.images.get(0))).isEqualTo("right");
        assertThat(inputs.images.get(0).className()).isEqualTo("cat");
        Inputs texts = Inputs.read("webdataset", rules(1, new FieldNames("left.jpg", "cls", "")), file);
        assertThat(texts.images.get(0).className()).isEqualTo("0");
    }

    @Test
    void read_oddMembers_areRejectedEachForItself() throws IOException {
        Path file = new TestTar()
                .file("1.jpg", "x")
                .file("1.cls", "0")
                .special("1.png", TarConstants.LF_SYMLINK, "/etc/passwd")
                .file("1.cls", "1")
                .file("../2.jpg", "x")
                .file("3.jpg", "x".repeat(1001))
                .file("3.cls", "0")
                .file("4.jpg", "x")
                .file("4.json", "x".repeat((1 << 20) + 1))
                .write(folder.resolve("train.tar"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected())
                .containsExactlyInAnyOrder(
                        "train.tar!1.png NOT_A_REGULAR_FILE",
                        "train.tar!1.cls DUPLICATE_NAME",
                        "train.tar!../2.jpg UNSAFE_PATH",
                        "train.tar!3.jpg TOO_MANY_BYTES",
                        "train.tar!4.jpg TOO_MANY_BYTES");
        assertThat(inputs.accepted()).containsExactly("train.tar!1.jpg");
    }

    @Test
    void read_archiveCutAnywhere_losesNoWholeSampleAndSaysSo() throws IOException {
        TestTar tar = new TestTar();
        for (int i = 0; i < 4; i++) {
            tar.file(i + ".jpg", "image " + i).file(i + ".cls", "0");
        }
        byte[] bytes = tar.bytes();
        for (int length = 600; length < 8192; length += 331) {
            Path file = Files.write(folder.resolve("train.tar"), Arrays.copyOf(bytes, length));

            Inputs inputs = Inputs.read("webdataset", rules(1, FieldNames.USUAL), file);

            assertThat(inputs.rejected()).as("%d bytes", length).contains("train.tar ARCHIVE_CORRUPT");
            // A sample takes 2,048 bytes, of which its last 511 are padding.
            assertThat(inputs.accepted()).as("%d bytes", length).hasSize((length + 511) / 2048);
        }
    }
}
