package io.sparkformer.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetTest {
    private static final int ROWS = 40;

    @TempDir
    Path folder;

    private static ReadingRules rules(int maxLabels, FieldNames fields, SplitRule splits) {
        return new ReadingRules(splits, new LabelRule(ClassIndex.NONE, maxLabels), fields, Inputs.LIMITS);
    }

    /** Row i holds image i in noise that no codec makes smaller, of class i mod 12. */
    private Path table(String name, CompressionCodecName codec) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Random random = new Random(5);
        try (TestParquet table = new TestParquet(file, TestParquet.IMAGES, codec)) {
            for (int i = 0; i < ROWS; i++) {
                table.image("image " + i + " " + random.ints(60).boxed().toList(), i % 12);
            }
        }
        return file;
    }

    private static List<InputUnit> divide(Path file) throws IOException {
        InputListing listing =
                InputListing.list(Inputs.HADOOP, List.of(file.toString()), "auto", Inputs.SINGLE_RULES, 10);
        return InputReader.divide(Inputs.HADOOP, listing.units().get(0), Inputs.SINGLE_RULES, new UnitSize(1, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void read_imagesInStructures_giveBytesAndLabelsByRow(CompressionCodecName codec) throws IOException {
        Path file = table("train-00000-of-00001.parquet", codec);

        Inputs inputs = Inputs.read(Inputs.FOLDERS, file);

        assertThat(inputs.listing.formats()).containsExactly(new ParquetTables());
        assertThat(divide(file).size()).isGreaterThan(5);
        assertThat(inputs.rejected()).isEmpty();
        assertThat(inputs.accepted()).hasSize(ROWS);
        assertThat(inputs.images.get(13).source()).isEqualTo("train-00000-of-00001.parquet#13");
        assertThat(Inputs.content(inputs.images.get(13))).startsWith("image 13 ");
        assertThat(inputs.images.get(13).className()).isEqualTo("1");
        assertThat(inputs.images.get(13).split()).isEqualTo("train");
    }

    @Test
    void read_listsTextsAndOtherNames_areUnderstood() throws IOException {
        Path file = folder.resolve("train.parquet");
        String schema = "message table { required binary picture; optional group tags (LIST) { repeated group list {"
                + " optional binary element (UTF8); } } required binary part (UTF8); optional double noise; }";
        try (TestParquet table = new TestParquet(file, schema, CompressionCodecName.SNAPPY)) {
            for (String part : List.of("train", "test")) {
                Group row = table.row().append("picture", TestParquet.bytes(part + " image"));
                Group tags = row.addGroup("tags");
                tags.addGroup("list").append("element", "red");
                tags.addGroup("list").append("element", "round");
                table.add(row.append("part", part).append("noise", 0.5));
            }
        }

        Inputs inputs = Inputs.read("auto", rules(2, new FieldNames("picture", "tags", "part"), Inputs.FOLDERS), file);

        assertThat(inputs.images).extracting(SourceImage::split).containsExactly("train", "test");
        assertThat(inputs.images.get(1).classNames()).containsExactly("red", "round");
        assertThat(Inputs.content(inputs.images.get(1))).isEqualTo("test image");
    }

    @Test
    void read_emptyAndLargeValues_areRejectedRowByRow() throws IOException {
        Path file = folder.resolve("train.parquet");
        try (TestParquet table = new TestParquet(file, TestParquet.IMAGES, CompressionCodecName.SNAPPY)) {
            table.image("one", 1).add(table.row().append("label", 2L));
            Group unlabelled = table.row();
            unlabelled.addGroup("image").append("bytes", TestParquet.bytes("x"));
            table.add(unlabelled).image("x".repeat(1001), 3);
        }

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.accepted()).containsExactly("train.parquet#0");
        assertThat(inputs.rejected())
                .containsExactly(
                        "train.parquet#1 INCOMPLETE_SAMPLE",
                        "train.parquet#2 INCOMPLETE_SAMPLE",
                        "train.parquet#3 TOO_MANY_BYTES");
    }

    @Test
    void list_noSuitableColumn_namesThoseThatAreThere() throws IOException {
        Path file = table("train.parquet", CompressionCodecName.SNAPPY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read("auto", rules(1, new FieldNames("pixels", "", ""), Inputs.SINGLE), file))
                .withMessageContaining("pixels")
                .withMessageContaining("image.bytes (BINARY)")
                .withMessageContaining("label (INT64)")
                .withMessageContaining("prepare.fields.image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inputs.read("auto", rules(1, new FieldNames("label", "", ""), Inputs.SINGLE), file));
    }

    @Test
    void read_fileCutOrNoTable_isRejectedAsAWhole() throws IOException {
        byte[] bytes = Files.readAllBytes(table("train.parquet", CompressionCodecName.SNAPPY));
        for (int length : new int[] {0, 4, 100, bytes.length / 2, bytes.length - 1}) {
            Path file = Files.write(folder.resolve("train.parquet"), Arrays.copyOf(bytes, length));

            Inputs inputs = Inputs.read(Inputs.SINGLE, file);

            assertThat(inputs.rejected()).as("%d bytes", length).containsExactly("train.parquet ARCHIVE_CORRUPT");
            assertThat(inputs.accepted()).isEmpty();
        }
        Path text = Files.write(folder.resolve("train.parquet"), "no table".getBytes(StandardCharsets.UTF_8));
        assertThat(Inputs.read(Inputs.SINGLE, text).rejected()).containsExactly("train.parquet ARCHIVE_CORRUPT");
    }

    @Test
    void read_damagedRowGroup_costsItsRowsAlone() throws IOException {
        Path file = table("train.parquet", CompressionCodecName.GZIP);
        byte[] bytes = Files.readAllBytes(file);
        // Within the first row group's pages: behind the magic number and the first page's header.
        Arrays.fill(bytes, 40, 400, (byte) 0x55);
        Files.write(file, bytes);

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("train.parquet#0 RECORD_CORRUPT");
        assertThat(Inputs.message(inputs.images.get(0)))
                .contains("row group 0 of ")
                .contains(file.toString());
        assertThat(inputs.accepted()).hasSizeBetween(ROWS / 2, ROWS - 1).contains("train.parquet#39");
    }

    /** One row group of few rows, with a dictionary of the labels. */
    private byte[] small(CompressionCodecName codec) throws IOException {
        Path file = folder.resolve("train.parquet");
        Files.deleteIfExists(file);
        try (TestParquet table = new TestParquet(file, TestParquet.IMAGES, codec, true)) {
            for (int i = 0; i < 12; i++) {
                table.image("image " + i, 1L << 40);
            }
        }
        return Files.readAllBytes(file);
    }

    private void assertRefused(byte[] hostile, String message) throws IOException {
        Path file = Files.write(folder.resolve("train.parquet"), hostile);

        Inputs inputs = Inputs.read(Inputs.SINGLE, file);

        assertThat(inputs.rejected()).containsExactly("train.parquet#0 RECORD_CORRUPT");
        assertThat(Inputs.message(inputs.images.get(0))).contains(message).contains("12 rows are lost");
    }

    @Test
    void read_surgeryThatChangesNothing_isNoDamage() throws IOException {
        byte[] file = small(CompressionCodecName.GZIP);
        for (int column = 0; column < 3; column++) {
            byte[] same = ParquetSurgery.changeFirstPage(file, column, header -> {});

            Inputs inputs = Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("train.parquet"), same));

            assertThat(inputs.rejected()).isEmpty();
            assertThat(inputs.accepted()).hasSize(12);
        }
    }

    /** Any of these would take more memory than there is, before the first byte of a page is looked at. */
    @Test
    void read_columnThatClaimsMoreThanTheFileHas_isRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] file = small(CompressionCodecName.UNCOMPRESSED);

        assertRefused(
                ParquetSurgery.changeColumn(file, 0, column -> column.setTotal_compressed_size(1L << 40)),
                "image.bytes claims 1099511627776 bytes");
        assertRefused(
                ParquetSurgery.changeColumn(file, 2, column -> column.setTotal_compressed_size(-1)),
                "label claims -1 bytes");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"SNAPPY", "GZIP", "ZSTD"})
    void read_pageThatClaimsToBecomeHuge_isRefusedBeforeMemoryIsTaken(CompressionCodecName codec) throws IOException {
        byte[] file = small(codec);
        for (int claimed : new int[] {Integer.MAX_VALUE, (64 << 20) + 1, -1}) {
            assertRefused(
                    ParquetSurgery.changeFirstPage(file, 0, page -> page.setUncompressed_page_size(claimed)),
                    "claims to have " + claimed + " bytes");
        }
    }

    @Test
    void read_pageLargerThanItsColumn_isRefused() throws IOException {
        byte[] hostile = ParquetSurgery.changeFirstPage(
                small(CompressionCodecName.GZIP), 0, page -> page.setCompressed_page_size(Integer.MAX_VALUE));

        assertThat(Inputs.read(Inputs.SINGLE, Files.write(folder.resolve("train.parquet"), hostile))
                        .rejected())
                .containsExactly("train.parquet#0 RECORD_CORRUPT");
    }

    @Test
    void read_dictionaryOfMoreEntriesThanBytes_isRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] hostile = ParquetSurgery.changeFirstPage(
                small(CompressionCodecName.SNAPPY),
                2,
                page -> page.getDictionary_page_header().setNum_values(Integer.MAX_VALUE));

        assertRefused(hostile, "a dictionary claims 2147483647 entries");
    }
}
