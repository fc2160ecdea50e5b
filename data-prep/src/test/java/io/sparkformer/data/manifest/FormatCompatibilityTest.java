package io.sparkformer.data.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.data.shard.TextRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prepared data as earlier versions wrote them are still read, and as the same; see formats/README.md. */
class FormatCompatibilityTest {
    private static PreparedData prepared(int version) throws IOException {
        String directory = Path.of("src/test/resources/formats/prepared-" + version)
                .toAbsolutePath()
                .toString();
        return PreparedData.open(new Configuration(), directory);
    }

    private static Map<String, ImageRecord> records(PreparedData data, String split) throws IOException {
        Map<String, ImageRecord> records = new TreeMap<>();
        try (SplitReader<ImageRecord> reader = data.split(split)) {
            for (long sample = 0; sample < reader.samples(); sample++) {
                records.put(reader.source(sample).replaceFirst(".*images/", ""), reader.read(sample));
            }
        }
        return records;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3"})
    void open_earlierVersion_isWholeAndHasEverySample(int version, int maxLabels) throws IOException {
        PreparedData data = prepared(version);

        data.verify();
        assertThat(data.manifest().formatVersion()).isEqualTo(Manifest.FORMAT_VERSION);
        assertThat(data.manifest().images().schema().maxLabels()).isEqualTo(maxLabels);
        assertThat(data.manifest().classes()).containsExactly("class-0", "class-1", "class-2", "class-3");
        assertThat(records(data, "train")).hasSize(8);
        assertThat(records(data, "tune"))
                .containsOnlyKeys(
                        "tune/class-0/0.png", "tune/class-1/1.png", "tune/class-2/2.png", "tune/class-3/3.png");
    }

    @ParameterizedTest
    @CsvSource({"train", "tune"})
    void records_ofBothVersions_haveTheSamePixelsAndFirstLabels(String split) throws IOException {
        Map<String, ImageRecord> first = records(prepared(1), split);
        Map<String, ImageRecord> second = records(prepared(2), split);

        assertThat(first.keySet()).isEqualTo(second.keySet());
        first.forEach((source, record) -> {
            ImageRecord other = requireNonNull(second.get(source));
            assertThat(record.patches()).hasSize(64).isEqualTo(other.patches());
            assertThat(record.label()).isEqualTo(other.label());
            assertThat(source).contains("class-" + record.label() + "/");
        });
    }

    @Test
    void records_ofVersionTwo_haveAllTheirLabels() throws IOException {
        Map<String, ImageRecord> records = records(prepared(2), "tune");

        assertThat(requireNonNull(records.get("tune/class-2/2.png")).labels()).containsExactly(2, 3);
        assertThat(requireNonNull(records.get("tune/class-3/3.png")).labels()).containsExactly(3);
    }

    @Test
    void open_textsOfVersionThree_areWholeAndWereNotCleaned() throws IOException {
        PreparedData data = prepared(3);

        data.verify();
        assertThat(data.manifest().formatVersion()).isEqualTo(Manifest.TEXT_FORMAT_VERSION);
        assertThat(data.manifest().texts().cleaning()).isNull();
        assertThat(data.manifest().counts()).isEqualTo(new Counts(6, 6, 0, 0));
        assertThat(data.card(CardFiles.JSON)).isEmpty();
        assertThat(data.tokenizer()).isNotEmpty();
        try (SplitReader<TextRecord> reader = data.texts("tune")) {
            assertThat(reader.samples()).isEqualTo(2);
            assertThat(reader.source(0)).startsWith("texts/tune.txt#");
        }
    }
}
