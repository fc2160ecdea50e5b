package io.sparkformer.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sparkformer.data.storage.DataFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardDamageTest {
    /** 300 x 300 x 3 bytes: three records a block, two blocks; short enough to damage thousands of bytes. */
    private static final ImageSchema SCHEMA = new ImageSchema(300, 3, 300);

    private static final int RECORDS = 5;

    @TempDir
    Path folder;

    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ShardFiles.write(out, SCHEMA, RECORDS);
        whole = out.toByteArray();
    }

    @Test
    void verify_anySingleByteChanged_isNoticed() throws IOException {
        int sources = (int) ShardFormat.sourcesOffset(SCHEMA, RECORDS);
        // Every byte outside the records, and some of each block.
        IntStream header = IntStream.range(0, 80);
        IntStream records = IntStream.iterate(80, i -> i < sources - 16, i -> i + 20_011);
        IntStream rest = IntStream.range(sources - 16, whole.length);

        for (int i : IntStream.concat(header, IntStream.concat(records, rest)).toArray()) {
            byte[] damaged = whole.clone();
            damaged[i] ^= (byte) (1 << i % 8);
            assertThat(catchThrowable(() -> verify(damaged))).as("byte %d", i).isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void open_fileCutAnywhere_isRefused() throws IOException {
        for (int length = 0; length < whole.length; length += length < 70 || length > whole.length - 400 ? 1 : 9973) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> verify(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(DataFormatException.class);
        }
    }

    @Test
    void open_bytesAppended_isRefused() {
        assertThatThrownBy(() -> verify(Arrays.copyOf(whole, whole.length + 64)))
                .isInstanceOf(DataFormatException.class);
    }

    @Test
    void verify_blocksSwapped_isNoticed() throws IOException {
        ImageSchema oneEach = new ImageSchema(600, 3, 600);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ShardFiles.write(out, oneEach, 2);
        byte[] swapped = out.toByteArray();
        int block = oneEach.recordBytes() + ShardFormat.CRC_BYTES;
        byte[] first = Arrays.copyOfRange(swapped, 64, 64 + block);
        System.arraycopy(swapped, 64 + block, swapped, 64, block);
        System.arraycopy(first, 0, swapped, 64 + block, block);

        assertThatThrownBy(() -> verify(swapped))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("block 0");
    }

    @Test
    void read_damagedBlock_namesFileAndPlaceAndSparesTheOthers() throws IOException {
        byte[] damaged = whole.clone();
        damaged[100] ^= 1;
        try (ShardReader<ImageRecord> reader = open(damaged)) {
            assertThatThrownBy(() -> reader.read(1))
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("damaged.shard")
                    .hasMessageContaining("block 0 at byte 64");
            assertThat(reader.read(4)).isEqualTo(ShardFiles.record(SCHEMA, 4));
        }
    }

    @Test
    void open_otherFile_saysThatItIsNoShard() {
        assertThatThrownBy(() -> open(new byte[4096]))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("is not a shard");
    }

    @Test
    void open_laterVersion_saysWhichAndWhatHelps() {
        byte[] later = whole.clone();
        later[8] = 4;

        assertThatThrownBy(() -> open(later))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("format version 4")
                .hasMessageContaining("reads versions 1 to 3");
    }

    @Test
    void close_withoutFinish_leavesAFileThatNoReaderAccepts() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ShardWriter writer = new ShardWriter(out, SCHEMA)) {
            for (int i = 0; i < 7; i++) {
                writer.write(0, ShardFiles.image(SCHEMA, i), "x" + i);
            }
        }

        assertThatThrownBy(() -> open(out.toByteArray())).isInstanceOf(DataFormatException.class);
    }

    @Test
    void finish_diskFullOnClose_fails() throws IOException {
        OutputStream full = new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                throw new IOException("No space left on device");
            }
        };
        ShardWriter writer = new ShardWriter(full, SCHEMA);
        writer.write(0, ShardFiles.image(SCHEMA, 1), "x");

        assertThatThrownBy(writer::finish).hasMessageContaining("No space left");
    }

    @Test
    void finish_afterAFailedBlock_isRefused() throws IOException {
        OutputStream full = new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                if (size() > 0) {
                    throw new IllegalStateException("No space left on device");
                }
                super.write(bytes, offset, length);
            }
        };
        ShardWriter writer = new ShardWriter(full, new ImageSchema(600, 3, 600));
        byte[] image = ShardFiles.image(new ImageSchema(600, 3, 600), 1);

        assertThatThrownBy(() -> writer.write(0, image, "x")).hasMessageContaining("No space left");
        assertThatThrownBy(writer::finish).hasMessageContaining("has failed");
    }

    private void verify(byte[] shard) throws IOException {
        try (ShardReader<ImageRecord> reader = open(shard)) {
            reader.verify();
        }
    }

    private ShardReader<ImageRecord> open(byte[] shard) throws IOException {
        Path file = folder.resolve("damaged.shard");
        Files.write(file, shard);
        FileSystem raw = FileSystem.getLocal(new Configuration(false)).getRawFileSystem();
        return ShardReader.open(raw, new org.apache.hadoop.fs.Path(file.toUri()), ImageRecord.class);
    }
}
