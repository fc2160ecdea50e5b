package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged archives, tables and files of records of images end no task: what is left is read, and the same however it is divided. */
class ContainerFuzzTest {
    private static final String FORMATS = """
            folders, set.tar
            folders, set.tar.gz
            webdataset, set-train.tar
            tfrecord, train.tfrecord
            parquet, train.parquet
            csv, train.csv
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(textBlock = FORMATS)
    void read_changedFiles_theSameWhateverTheDivision(String format, String name) throws IOException {
        assertEndsWell(format, name, 1, 100);
    }

    @ParameterizedTest
    @CsvSource(textBlock = FORMATS)
    @Tag("slow")
    void read_manyChangedFiles_theSameWhateverTheDivision(String format, String name) throws IOException {
        assertEndsWell(format, name, 2, 3_000);
    }

    private void assertEndsWell(String format, String name, long seed, int rounds) throws IOException {
        byte[] sound = sound(format, name);
        ReadingRules rules =
                new ReadingRules(Inputs.SINGLE, new LabelRule(ClassIndex.NONE, 3), FieldNames.USUAL, Inputs.LIMITS);
        Random random = new Random(seed);
        Path file = directory.resolve(name);
        Files.write(file, sound);
        Inputs all = Inputs.read(format, rules, file);
        assertThat(all.rejected()).isEmpty();
        assertThat(all.accepted()).isNotEmpty();
        for (int round = 0; round < rounds; round++) {
            Files.write(file, Mutation.of(sound, random));
            Optional<Inputs> whatIsLeft = assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> read(format, rules, file), "round " + round);
            if (whatIsLeft.isEmpty()) {
                continue;
            }
            Inputs read = whatIsLeft.get();
            // Nothing is lost: what is announced was delivered.
            assertThat(read.total().images() + read.total().rejected())
                    .as("round %d of seed %d", round, seed)
                    .isEqualTo(read.images.size());
        }
    }

    /** Empty where the job says before it starts what is wrong, as of a table whose columns have other names. */
    private static Optional<Inputs> read(String format, ReadingRules rules, Path file) throws IOException {
        try {
            return Optional.of(Inputs.read(format, rules, file));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("prepare.inputs").hasMessageContaining(file.toString());
            return Optional.empty();
        }
    }

    private byte[] sound(String format, String name) throws IOException {
        return switch (format) {
            case "webdataset" -> webDataset();
            case "tfrecord" -> records();
            case "parquet" -> table();
            case "csv" -> list();
            default -> name.endsWith(".gz") ? zipped(folders()) : folders();
        };
    }

    private static byte[] folders() throws IOException {
        TestTar tar = new TestTar();
        for (int i = 0; i < 12; i++) {
            tar.file("class" + i % 3 + "/" + (i % 4 == 0 ? "a-long-name-".repeat(12) : "") + i + ".png", "image " + i);
        }
        return tar.bytes();
    }

    private static byte[] zipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] webDataset() throws IOException {
        TestTar tar = new TestTar();
        for (int i = 0; i < 8; i++) {
            tar.file(i + ".png", "image " + i);
            if (i % 2 == 0) {
                tar.file(i + ".cls", "class" + i % 3);
            } else {
                tar.file(i + ".json", "{\"label\": " + i % 3 + ", \"more\": [1, {}]}");
            }
        }
        return tar.bytes();
    }

    private static byte[] records() throws IOException {
        TestRecords records = new TestRecords();
        for (int i = 0; i < 12; i++) {
            records.example(
                    "image/encoded",
                    TestRecords.texts("image " + i),
                    "image/class/label",
                    TestRecords.numbers(true, i % 3));
        }
        return records.bytes();
    }

    private byte[] table() throws IOException {
        Path file = directory.resolve("sound.parquet");
        try (TestParquet table = new TestParquet(file, TestParquet.IMAGES, CompressionCodecName.SNAPPY)) {
            for (int i = 0; i < 20; i++) {
                table.image("image " + i, i % 3);
            }
        }
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }

    private byte[] list() throws IOException {
        StringBuilder table = new StringBuilder("path,label\n");
        for (int i = 0; i < 12; i++) {
            Inputs.file(directory.resolve("images/" + i + ".png"), "image " + i);
            table.append("images/")
                    .append(i)
                    .append(".png,\"class ")
                    .append(i % 3)
                    .append("\"\n");
        }
        return table.toString().getBytes(StandardCharsets.UTF_8);
    }
}
