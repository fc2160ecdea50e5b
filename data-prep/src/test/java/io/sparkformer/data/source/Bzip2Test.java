package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Bzip2Test {
    private static final int LIMIT = 1 << 20;
    private static final long[] UNITS = {1L << 30, 30_011};

    @TempDir
    Path directory;

    /** Some five blocks of lines, a few of them longer than a block, and empty lines between some. */
    private static byte[] text() {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("\n");
        for (int line = 0; text.length() < 500_000; line++) {
            int words = line % 4000 == 7 ? 30_000 : random.nextInt(12);
            text.append("line ").append(line);
            for (int word = 0; word < words; word++) {
                text.append(' ').append(Integer.toString(random.nextInt(1 << 20), 36));
            }
            text.append(line % 5 == 0 ? "\n\n" : "\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static TextReading reading(String format, long unit) {
        return TextReading.of(format, LIMIT).byUnitsOf(unit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "blank-lines"})
    void read_anyDivision_theSameDocumentsAsOfPlainText(String format) throws IOException {
        byte[] text = text();
        Path plain = Files.write(directory.resolve("plain.txt"), text);
        Path packed = Files.write(directory.resolve("packed.txt.bz2"), Compression.compressed("bz2", text));
        List<String> expected = withoutPlaces(reading(format, 1L << 30).describe(plain));
        List<String> whole = reading(format, 1L << 30).describe(packed);

        assertThat(withoutPlaces(whole)).isEqualTo(expected);
        assertThat(whole.stream().map(document -> document.split("=", 2)[0])).doesNotHaveDuplicates();
        for (long unit : UNITS) {
            assertThat(reading(format, unit).describe(packed)).as("by " + unit).isEqualTo(whole);
        }
        assertThat(reading(format, 30_011).tasks(packed)).isGreaterThan(5);
    }

    private static List<String> withoutPlaces(List<String> documents) {
        return documents.stream()
                .map(document -> document.substring(document.indexOf('=') + 1))
                .toList();
    }

    /** A place leads back to its document: unpack the block that begins in that byte, and go on to the byte in it. */
    @Test
    void places_leadToTheirDocuments() throws IOException {
        byte[] packed = Compression.compressed("bz2", text());
        Map<Long, byte[]> blocks = new HashMap<>();
        Bzip2Blocks all = new Bzip2Blocks(new ByteArrayInputStream(packed), 0);
        for (Bzip2Blocks.Block block = all.next(); block != null; block = all.next()) {
            blocks.put(block.place(), block.plain());
        }
        Path file = Files.write(directory.resolve("packed.txt.bz2"), packed);
        for (String document : reading("lines", 30_011).describe(file)) {
            String[] parts = document.split("[+=]", 3);
            byte[] block = Objects.requireNonNull(blocks.get(Long.parseLong(parts[0])));
            int at = Integer.parseInt(parts[1]);
            int length = Math.min(8, block.length - at);
            String there = new String(block, at, length, StandardCharsets.UTF_8);
            assertThat(parts[2]).startsWith(there.lines().findFirst().orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines", "blank-lines"})
    void read_damagedBlocks_costWhatTheyHoldWhateverTheDivision(String format) throws IOException {
        byte[] packed = Compression.compressed("bz2", text());
        packed[packed.length / 3] ^= 0x10;
        packed[packed.length / 2] ^= 0x01;
        Path file = Files.write(directory.resolve("damaged.bz2"), packed);
        Path sound = Files.write(directory.resolve("sound.bz2"), Compression.compressed("bz2", text()));
        List<String> whole = reading(format, 1L << 30).describe(file);
        List<String> documents =
                whole.stream().filter(text -> !text.contains("!")).toList();

        assertThat(whole).filteredOn(text -> text.endsWith("!ARCHIVE_CORRUPT")).hasSize(2);
        List<String> all = reading(format, 1L << 30).describe(sound);
        assertThat(all).containsAll(documents);
        assertThat(documents.size()).isBetween(all.size() / 4, all.size() - 2);
        for (long unit : UNITS) {
            assertThat(reading(format, unit).describe(file)).as("by " + unit).isEqualTo(whole);
        }
    }

    @Test
    void read_severalStreams_asOne() throws IOException {
        ByteArrayOutputStream streams = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String line = "stream " + i + " " + "x".repeat(i * 50);
            expected.add(line);
            // One of them is empty.
            streams.writeBytes(Compression.compressed("bz2", new byte[0]));
            streams.writeBytes(Compression.compressed("bz2", (line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        Path file = Files.write(directory.resolve("streams.bz2"), streams.toByteArray());
        for (long unit : new long[] {1L << 30, 100, 17, 1}) {
            assertThat(withoutPlaces(reading("lines", unit).describe(file))).isEqualTo(expected);
        }
    }

    @Test
    void next_allBlocks_areWhatAnotherReaderUnpacks() throws IOException {
        byte[] packed = Compression.compressed("bz2", text());
        Bzip2Blocks blocks = new Bzip2Blocks(new ByteArrayInputStream(packed), 0);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (Bzip2Blocks.Block block = blocks.next(); block != null; block = blocks.next()) {
            assertThat(block.damage()).isNull();
            plain.writeBytes(block.plain());
        }
        try (InputStream other = new BZip2CompressorInputStream(new ByteArrayInputStream(packed))) {
            assertThat(plain.toByteArray()).isEqualTo(other.readAllBytes());
        }
    }

    @Test
    void read_cutAnywhere_whatComesBeforeAndARejection() throws IOException {
        byte[] packed = Compression.compressed("bz2", "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        for (int length = 3; length < packed.length; length++) {
            Path file = Files.write(directory.resolve("cut.bz2"), Arrays.copyOf(packed, length));
            assertThat(reading("lines", 7).describe(file))
                    .as("of %d bytes", length)
                    .filteredOn(text -> !text.contains("="))
                    .singleElement()
                    .asString()
                    .endsWith("!ARCHIVE_CORRUPT");
        }
        byte[] more = Arrays.copyOf(packed, packed.length + 9);
        Path file = Files.write(directory.resolve("more.bz2"), more);
        assertThat(reading("lines", 1 << 20).describe(file)).containsExactly("4+0=one", "4+4=two", "4!ARCHIVE_CORRUPT");
    }

    /** Millions of bytes in a few: what no text comes to. */
    @Test
    void read_blockThatExpandsBeyondMeasure_isRejected() throws IOException {
        byte[] packed = Compression.compressed("bz2", new byte[20_000_000]);
        Path file = Files.write(directory.resolve("zeros.bz2"), packed);
        TextReading reading = reading("lines", 1 << 20);
        assertThat(packed.length).isLessThan(1000);
        assertThat(reading.describe(file)).isNotEmpty().allMatch(text -> text.contains("!"));
    }
}
