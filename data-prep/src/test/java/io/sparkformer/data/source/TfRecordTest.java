package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.TestFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TfRecordTest {
    @TempDir
    Path folder;

    private static ReadingRules rules(int maxLabels, FieldNames fields) {
        return new ReadingRules(Inputs.SINGLE, new LabelRule(ClassIndex.NONE, maxLabels), fields, Inputs.LIMITS);
    }

    private static TestRecords three() throws IOException {
        TestRecords records = new TestRecords();
        for (int i = 0; i < 3; i++) {
            records.example(
                    "image/encoded",
                    TestRecords.texts("image " + i),
                    "image/class/label",
                    TestRecords.numbers(true, i));
        }
        return records;
    }

    @ParameterizedTest
    @ValueSource(strings = {"train-00000-of-00002", "train.tfrecord", "train.tfrecord-00001-of-00002", "train"})
    void read_examples_giveImagesAndLabels(String name) throws IOException {
        Path file = three().write(folder.resolve(name));

        Inputs inputs = Inputs.read(Inputs.FOLDERS, file);

        assertThat(inputs.listing.formats()).containsExactly(new TfRecords());
        int length = three().bytes().length / 3;
        assertThat(inputs.accepted()).containsExactly(name + "#0", name + "#" + length, name + "#" + 2 * length);
        assertThat(inputs.images).extracting(SourceImage::className).containsExactly("0", "1", "2");
        assertThat(inputs.images).extracting(SourceImage::split).containsOnly("train");
        assertThat(Inputs.content(inputs.images.get(2))).isEqualTo("image 2");
    }

    @Test
    void read_severalLabels_numbersOrTextsInAnyForm() throws IOException {
        Path file = new TestRecords()
                .example(
                        "image/object/bbox/xmin", TestRecords.fractions(0.5f),
                        "image/class/label", TestRecords.numbers(true, 17_999, 3, 17_999),
                        "image/encoded", TestRecords.texts("one"))
                .example(
                        "image/encoded", TestRecords.texts("two"),
                        "image/class/label", TestRecords.numbers(false, 5, -1))
                .example(
                        "image/encoded", TestRecords.texts("three"),
                        "image/class/text", TestRecords.texts("red panda", "animal"))
                .write(folder.resolve("jft.tfrecord"));

        Inputs inputs = Inputs.read("auto", rules(2, FieldNames.USUAL), file);

        assertThat(inputs.images)
                .extracting(SourceImage::classNames)
                .containsExactly(List.of("17999", "3"), List.of("5", "-1"), List.of("red panda", "animal"));
    }

    @Test
    void read_otherNames_areTakenFromTheRules() throws IOException {
        Path file = new TestRecords()
                .example(
                        "jpeg", TestRecords.texts("one"),
                        "tags", TestRecords.texts("a"),
                        "part", TestRecords.texts("test"),
                        "image/encoded", TestRecords.texts("other"))
                .write(folder.resolve("train.tfrecord"));
        ReadingRules rules = new ReadingRules(
                Inputs.FOLDERS, LabelRule.ANY_ONE, new FieldNames("jpeg", "tags", "part"), Inputs.LIMITS);

        SourceImage image = Inputs.read("auto", rules, file).images.get(0);

        assertThat(Inputs.content(image)).isEqualTo("one");
        assertThat(image.className()).isEqualTo("a");
        assertThat(image.split()).isEqualTo("test");
    }

    @Test
    void read_damagedData_costsThatRecordAloneAndNamesFileAndByte() throws IOException {
        byte[] bytes = three().bytes();
        int length = bytes.length / 3;
        bytes[length + 20] ^= 1;
        Path file = Files.write(folder.resolve("train.tfrecord"), bytes);

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.accepted()).containsExactly("train.tfrecord#0", "train.tfrecord#" + 2 * length);
        assertThat(inputs.rejected()).containsExactly("train.tfrecord#" + length + " RECORD_CORRUPT");
        assertThat(Inputs.message(inputs.images.get(1)))
                .contains("byte " + length + " of ")
                .contains(file.toString());
    }

    @Test
    void read_damagedLength_losesTheRestAndSaysFrom() throws IOException {
        byte[] bytes = three().bytes();
        int length = bytes.length / 3;
        bytes[length + 3] ^= 1;
        Path file = Files.write(folder.resolve("train.tfrecord"), bytes);

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.accepted()).containsExactly("train.tfrecord#0");
        assertThat(inputs.rejected()).containsExactly("train.tfrecord ARCHIVE_CORRUPT");
        assertThat(Inputs.message(inputs.images.get(1))).contains("damaged at byte " + length);
    }

    @Test
    void read_fileCutAnywhere_keepsWholeRecordsAndSaysSo() throws IOException {
        byte[] bytes = three().bytes();
        int whole = bytes.length / 3;
        for (int length = 13; length < bytes.length; length += 5) {
            Path file = Files.write(folder.resolve("train.tfrecord"), Arrays.copyOf(bytes, length));

            Inputs inputs = Inputs.read(Inputs.SINGLE, file);

            assertThat(inputs.accepted()).as("%d bytes", length).hasSize(length / whole);
            assertThat(inputs.rejected()).as("%d bytes", length).hasSize(length % whole == 0 ? 0 : 1);
        }
    }

    @Test
    void read_oddExamples_areRejectedEachWithItsReason() throws IOException {
        byte[] good = TestRecords.exampleBytes(
                "image/encoded", TestRecords.texts("x"), "image/class/label", TestRecords.numbers(true, 1));
        Path file = new TestRecords()
                .record("no example".getBytes(StandardCharsets.UTF_8))
                .record(new byte[0])
                .record(Arrays.copyOf(good, good.length - 3))
                .example("image/class/label", TestRecords.numbers(true, 1))
                .example("image/encoded", TestRecords.texts("x"))
                .example("image/encoded", TestRecords.texts("x", "y"), "label", TestRecords.texts("a"))
                .example("image/encoded", TestRecords.texts("x".repeat(1001)), "label", TestRecords.texts("a"))
                .example("image/encoded", TestRecords.texts("x"), "label", TestRecords.texts("a", "b"))
                .example("image/encoded", TestRecords.texts("x"), "label", TestRecords.texts(" "))
                .record(good)
                .write(folder.resolve("train.tfrecord"));

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected())
                .extracting(rejected -> rejected.split(" ", -1)[1])
                .containsExactly(
                        "RECORD_CORRUPT",
                        "INCOMPLETE_SAMPLE",
                        "RECORD_CORRUPT",
                        "INCOMPLETE_SAMPLE",
                        "INCOMPLETE_SAMPLE",
                        "AMBIGUOUS_SAMPLE",
                        "TOO_MANY_BYTES",
                        "TOO_MANY_LABELS",
                        "INCOMPLETE_SAMPLE");
        assertThat(inputs.accepted()).hasSize(1);
    }

    @Test
    void read_randomDamage_isAlwaysDeliveredAndNeverThrown() throws IOException {
        byte[] bytes = three().bytes();
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = Files.write(folder.resolve("train.tfrecord"), damaged);

            Inputs inputs = Inputs.read("tfrecord", rules(1, FieldNames.USUAL), file);

            assertThat(inputs.rejected()).as("round %d", round).hasSize(1);
            assertThat(inputs.accepted().size()).isBetween(0, 2);
        }
    }

    @Test
    void exampleFeatures_randomBytes_areReadOrRefused() {
        Random random = new Random(13);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            try {
                ExampleFeatures.read(noise);
            } catch (IOException expected) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void read_fileOfAnotherImplementation_isUnderstood() throws IOException {
        Path file = Files.write(folder.resolve("train.tfrecord"), TestFiles.read("/golden/examples.tfrecord"));

        Inputs inputs = Inputs.read("auto", rules(3, FieldNames.USUAL), file);

        assertThat(inputs.rejected()).isEmpty();
        assertThat(inputs.images)
                .extracting(SourceImage::classNames)
                .containsExactly(List.of("7", "300"), List.of("0"));
        assertThat(inputs.images).extracting(Inputs::content).containsExactly("first image", "second image");
    }
}
