package io.sparkformer.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.TestFiles;
import io.sparkformer.data.storage.Checksums;
import io.sparkformer.data.storage.DataFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardRoundTripTest {
    /** One record fills a block of its own: 600 x 600 x 3 bytes are above a megabyte. */
    private static final ImageSchema LARGE = new ImageSchema(600, 3, 300);

    private static final ImageSchema SMALL = new ImageSchema(28, 1, 7);

    @Property(tries = 40)
    void read_anyRecords_areWhatWasWritten(
            @ForAll @IntRange(min = 1, max = 12) int size,
            @ForAll boolean colour,
            @ForAll @Size(max = 40) List<@IntRange(min = 0) Integer> labels,
            @ForAll @Size(min = 40, max = 40) List<String> sources)
            throws IOException {
        ImageSchema schema = new ImageSchema(size, colour ? 3 : 1, size);
        Path file = Files.createTempFile("shard", ".shard");
        try {
            List<ImageRecord> records = new ArrayList<>();
            try (ShardWriter writer = new ShardWriter(Files.newOutputStream(file), schema)) {
                for (int i = 0; i < labels.size(); i++) {
                    records.add(new ImageRecord(labels.get(i), ShardFiles.image(schema, i)));
                    writer.write(labels.get(i), records.get(i).patches(), sources.get(i));
                }
                assertThat(writer.finish().records()).isEqualTo(labels.size());
            }
            try (ShardReader<ImageRecord> reader = open(file)) {
                assertThat(reader.schema()).isEqualTo(schema);
                assertThat(reader.records()).isEqualTo(labels.size());
                for (int i = labels.size() - 1; i >= 0; i--) {
                    assertThat(reader.read(i)).isEqualTo(records.get(i));
                    assertThat(reader.source(i)).isEqualTo(throughUtf8(sources.get(i)));
                }
                reader.verify();
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void read_manyBlocksInAnyOrder_isWhatWasWritten(@TempDir Path folder) throws IOException {
        int records = 3 * SMALL.blockRecords() + 17;
        Path file = ShardFiles.write(folder.resolve("many.shard"), SMALL, records);

        Random random = new Random(3);
        try (ShardReader<ImageRecord> reader =
                ShardReader.open(local(), hadoop(file), new BlockCache(2), ImageRecord.class)) {
            for (int i = 0; i < 500; i++) {
                int record = i == 0 ? records - 1 : random.nextInt(records);
                assertThat(reader.read(record)).isEqualTo(ShardFiles.record(SMALL, record));
                assertThat(reader.source(record)).isEqualTo(ShardFiles.source(record));
            }
        }
    }

    @Test
    void read_recordsLargerThanABlock_haveABlockEach(@TempDir Path folder) throws IOException {
        assertThat(LARGE.blockRecords()).isEqualTo(1);
        Path file = ShardFiles.write(folder.resolve("large.shard"), LARGE, 3);

        try (ShardReader<ImageRecord> reader = open(file)) {
            assertThat(reader.read(2)).isEqualTo(ShardFiles.record(LARGE, 2));
            assertThat(reader.read(0)).isEqualTo(ShardFiles.record(LARGE, 0));
        }
    }

    @Test
    void read_exactlyFullBlocks_hasNoShortBlock(@TempDir Path folder) throws IOException {
        int records = 2 * SMALL.blockRecords();
        Path file = ShardFiles.write(folder.resolve("full.shard"), SMALL, records);

        try (ShardReader<ImageRecord> reader = open(file)) {
            assertThat(reader.read(records - 1)).isEqualTo(ShardFiles.record(SMALL, records - 1));
            reader.verify();
        }
    }

    @Test
    void finish_sameRecords_givesTheSameBytesAndTellsTheirDigest(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ShardSummary summary = ShardFiles.write(first, SMALL, 10);
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        ShardFiles.write(second, SMALL, 10);

        assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
        assertThat(summary.sha256()).isEqualTo(Checksums.sha256Hex(first.toByteArray()));
        assertThat(summary.bytes()).isEqualTo(first.size());
    }

    @Test
    void finish_formatVersionOne_hasTheseBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ShardWriter writer = new ShardWriter(out, new ImageSchema(2, 1, 1))) {
            writer.write(3, new byte[] {1, 2, 3, 4}, "a/b.png");
            writer.write(0, new byte[] {5, 6, 7, 8}, "ä");
            writer.finish();
        }

        // Shards of this version lie on users' disks: if this changes, the version must.
        // src/test/python/make_shard_golden.py writes the file from docs/shard-format.md alone.
        assertThat(out.toByteArray()).isEqualTo(TestFiles.read("/golden/two-records.shard"));
    }

    @Test
    void finish_formatVersionTwo_hasTheseBytesAndIsReadBack(@TempDir Path folder) throws IOException {
        ImageRecord several = new ImageRecord(new int[] {7, 2}, new byte[] {1, 2, 3, 4});
        ImageRecord one = new ImageRecord(0, new byte[] {5, 6, 7, 8});
        Path file = folder.resolve("labels.shard");
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(file), new ImageSchema(2, 1, 1, 3))) {
            writer.write(several, "a/b.png");
            writer.write(one, "ä");
            writer.finish();
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(TestFiles.read("/golden/several-labels.shard"));
        try (ShardReader<ImageRecord> reader = open(file)) {
            assertThat(reader.schema()).isEqualTo(new ImageSchema(2, 1, 1, 3));
            assertThat(reader.read(0)).isEqualTo(several);
            assertThat(reader.read(0).label()).isEqualTo(7);
            assertThat(reader.read(1)).isEqualTo(one);
        }
    }

    @Test
    void read_formatVersionOne_isReadAsBefore(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("old.shard"), TestFiles.read("/golden/two-records.shard"));

        try (ShardReader<ImageRecord> reader = open(file)) {
            assertThat(reader.schema()).isEqualTo(new ImageSchema(2, 1, 1));
            assertThat(reader.read(0)).isEqualTo(new ImageRecord(3, new byte[] {1, 2, 3, 4}));
        }
    }

    @Test
    void read_impossibleLabels_areRefused(@TempDir Path folder) throws IOException {
        byte[] shard = TestFiles.read("/golden/several-labels.shard");
        // The first record's labels are 7, 2 and none: make them none, 2 and none.
        Arrays.fill(shard, 64, 68, (byte) 0xFF);
        byte[] block = Arrays.copyOfRange(shard, 64, 96);
        ShardFormat.littleEndian(shard).putInt(96, ShardFormat.blockCrc(0, block, block.length));
        Path file = Files.write(folder.resolve("impossible.shard"), shard);

        try (ShardReader<ImageRecord> reader = open(file)) {
            assertThatThrownBy(() -> reader.read(0))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("impossible labels");
        }
    }

    @Test
    void record_labelsThatAreNone_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageRecord(new int[0], new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageRecord(new int[] {1, 1}, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageRecord(-1, new byte[1]));
    }

    @Test
    void read_recordThatIsNotThere_isRefused(@TempDir Path folder) throws IOException {
        Path file = ShardFiles.write(folder.resolve("three.shard"), SMALL, 3);

        try (ShardReader<ImageRecord> reader = open(file)) {
            assertThatThrownBy(() -> reader.read(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.source(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void write_recordThatDoesNotFit_isRefused() throws IOException {
        try (ShardWriter writer = new ShardWriter(new ByteArrayOutputStream(), SMALL)) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(0, new byte[3], "x"));
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(-1, new byte[784], "x"));
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(0, new byte[784], "x".repeat(70_000)));
            ImageRecord several = new ImageRecord(new int[] {0, 1}, new byte[784]);
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(several, "x"));
        }
    }

    @Test
    void write_afterFinish_isRefused() throws IOException {
        ShardWriter writer = new ShardWriter(new ByteArrayOutputStream(), SMALL);
        writer.finish();

        assertThatThrownBy(() -> writer.write(0, new byte[784], "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Property(tries = 100)
    void shardRecords_anySize_isWholeBlocks(
            @ForAll @IntRange(min = 1, max = 700) int size, @ForAll @IntRange(min = 1) int shardBytes) {
        ImageSchema schema = new ImageSchema(size, 3, size);

        assertThat(schema.shardRecords(shardBytes)).isPositive();
        assertThat(schema.shardRecords(shardBytes) % schema.blockRecords()).isZero();
    }

    /** Lone surrogates have no form in UTF-8. */
    private static String throughUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static ShardReader<ImageRecord> open(Path file) throws IOException {
        return ShardReader.open(local(), hadoop(file), ImageRecord.class);
    }

    private static FileSystem local() throws IOException {
        return FileSystem.getLocal(new Configuration(false));
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }
}
