package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound files, changed at random: whatever comes of one comes of it however it is divided, and nothing fails. */
class TextFuzzTest {
    private static final String FORMATS = """
            lines, ''
            lines, gz
            lines, bz2
            lines, zst
            blank-lines, ''
            blank-lines, bz2
            jsonl, ''
            files, gz
            mediawiki, ''
            mediawiki, gz
            mediawiki, bz2
            warc, ''
            warc, gz
            warc, zst
            parquet, ''
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(textBlock = FORMATS)
    void read_changedFiles_theSameWhateverTheDivision(String format, String method) throws IOException {
        assertEndsWell(format, method, 1, 60);
    }

    @ParameterizedTest
    @CsvSource(textBlock = FORMATS)
    @Tag("slow")
    void read_manyChangedFiles_theSameWhateverTheDivision(String format, String method) throws IOException {
        assertEndsWell(format, method, 2, 1_000);
    }

    private void assertEndsWell(String format, String method, long seed, int rounds) throws IOException {
        byte[] plain = sound(format);
        byte[] content = method.isEmpty() ? plain : Compression.compressed(method, plain);
        Random random = new Random(seed);
        TextReading reading = TextReading.of(format, 1 << 10).in("auto");
        for (int round = 0; round < rounds; round++) {
            byte[] changed = Mutation.of(content, random);
            Path file = Files.write(directory.resolve("fuzz." + (method.isEmpty() ? "txt" : method)), changed);
            List<String> texts = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> reading.describe(file));
            for (long unit : new long[] {1 << 20, content.length / 3 + 1, 97}) {
                assertThat(reading.byUnitsOf(unit).describe(file))
                        .as("round %d of seed %d by %d", round, seed, unit)
                        .isEqualTo(texts);
            }
        }
    }

    private byte[] sound(String format) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String words = "wörds " + i + " <b>[[and]]</b> {{more}} &amp; " + Integer.toString(i * 104_729, 36);
            text.append(
                    switch (format) {
                        case "jsonl" -> "{\"text\": \"" + words + "\", \"n\": [1.5e3, true, null]}\n";
                        case "mediawiki" -> TestWiki.page(i, words);
                        case "warc" -> record(i, words);
                        default -> words + (i % 4 == 0 ? "\n\n" : "\r\n");
                    });
        }
        if (format.equals("parquet")) {
            return table();
        }
        String all = format.equals("mediawiki") ? TestWiki.of(text.toString()) : text.toString();
        return all.getBytes(StandardCharsets.UTF_8);
    }

    private static String record(int number, String words) {
        String type = number % 2 == 0 ? "conversion" : "response";
        String http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";
        String content = (number % 2 == 0 ? "" : http) + "<p>" + words;
        return "WARC/1.0\r\nWARC-Type: " + type + "\r\nContent-Type: "
                + (number % 2 == 0 ? "text/plain" : "application/http") + "\r\nContent-Length: "
                + content.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + content + "\r\n\r\n";
    }

    private byte[] table() throws IOException {
        Path file = directory.resolve("sound.parquet");
        try (TestParquet table =
                new TestParquet(file, "message table { required binary text (UTF8); }", CompressionCodecName.SNAPPY)) {
            for (int i = 0; i < 200; i++) {
                table.add(table.row().append("text", "row " + i));
            }
        }
        return Files.readAllBytes(file);
    }
}
