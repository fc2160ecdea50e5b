package io.sparkformer.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.storage.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextShardTest {
    @TempDir
    Path directory;

    private static TextRecord record(TextSchema schema, int number) {
        Random random = new Random(number);
        int count = 1 + random.nextInt(schema.length());
        int[] ids = random.ints(count, 0, schema.vocabulary()).toArray();
        byte[] flags = new byte[count];
        random.nextBytes(flags);
        TextRecord.Label label = switch (schema.target()) {
            case NONE -> new TextRecord.None();
            case CLASSES -> new TextRecord.Classes(number % 2 == 0 ? new int[] {3} : new int[] {2, 0});
            case NUMBER -> new TextRecord.Value(number / 7f);
            case SPAN -> new TextRecord.Span(count / 2, count - 1);
            case TAGS -> {
                short[] tags = new short[count];
                for (int i = 0; i < count; i++) {
                    tags[i] = (short) (random.nextInt(5) - 1);
                }
                yield new TextRecord.Tags(tags);
            }
        };
        return new TextRecord(ids, flags, label);
    }

    private ShardReader<TextRecord> write(TextSchema schema, int records) throws IOException {
        Path file = directory.resolve("x.shard");
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(file), schema)) {
            for (int i = 0; i < records; i++) {
                writer.write(record(schema, i), "text#" + i);
            }
            writer.finish();
        }
        return open(file, TextRecord.class);
    }

    private static <R extends PreparedRecord> ShardReader<R> open(Path file, Class<R> type) throws IOException {
        FileSystem local = FileSystem.getLocal(new Configuration(false));
        return ShardReader.open(local, new org.apache.hadoop.fs.Path(file.toUri()), type);
    }

    @ParameterizedTest
    @EnumSource(TextTarget.class)
    void records_anyTarget_comeBack(TextTarget target) throws IOException {
        for (int vocabulary : List.of(65_536, 65_537)) {
            TextSchema schema = new TextSchema(1000, vocabulary, target, 2);
            try (ShardReader<TextRecord> reader = write(schema, 700)) {
                assertThat(reader.schema()).isEqualTo(schema);
                for (int i = 0; i < 700; i += 13) {
                    assertThat(reader.read(i)).isEqualTo(record(schema, i));
                    assertThat(reader.source(i)).isEqualTo("text#" + i);
                }
                reader.verify();
            }
        }
    }

    @Test
    void recordBytes_everyTarget_areThoseOfTheFormat() {
        assertThat(new TextSchema(128, 30_000, TextTarget.NONE, 0).recordBytes())
                .isEqualTo(4 + 128 * 3);
        assertThat(new TextSchema(128, 65_537, TextTarget.NONE, 0).recordBytes())
                .isEqualTo(4 + 128 * 5);
        assertThat(new TextSchema(8, 10, TextTarget.CLASSES, 3).recordBytes()).isEqualTo(12 + 4 + 24);
        assertThat(new TextSchema(8, 10, TextTarget.NUMBER, 0).recordBytes()).isEqualTo(4 + 4 + 24);
        assertThat(new TextSchema(8, 10, TextTarget.SPAN, 0).recordBytes()).isEqualTo(8 + 4 + 24);
        assertThat(new TextSchema(8, 10, TextTarget.TAGS, 0).recordBytes()).isEqualTo(16 + 4 + 24);
    }

    /** Byte for byte, as docs/shard-format.md says. */
    @Test
    void record_bytes_areThoseOfTheFormat() throws IOException {
        TextSchema schema = new TextSchema(3, 300, TextTarget.CLASSES, 2);
        Path file = directory.resolve("golden.shard");
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(file), schema)) {
            writer.write(
                    new TextRecord(new int[] {258, 7}, new byte[] {16, 2}, new TextRecord.Classes(new int[] {5})), "s");
            writer.finish();
        }
        byte[] shard = Files.readAllBytes(file);

        assertThat(shard[8]).isEqualTo((byte) 3);
        assertThat(shard[16]).isEqualTo((byte) 2);
        assertThat(Arrays.copyOfRange(shard, 64, 64 + schema.recordBytes()))
                .containsExactly(5, 0, 0, 0, -1, -1, -1, -1, 2, 0, 0, 0, 2, 1, 7, 0, 0, 0, 16, 2, 0);
    }

    @Test
    void open_asTheOtherKind_refused() throws IOException {
        write(new TextSchema(4, 10, TextTarget.NONE, 0), 1).close();
        assertThatThrownBy(() -> open(directory.resolve("x.shard"), ImageRecord.class))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("holds texts, and images are needed");
    }

    @Test
    void write_whatDoesNotFit_refused() throws IOException {
        TextSchema schema = new TextSchema(2, 10, TextTarget.NONE, 0);
        try (ShardWriter writer = new ShardWriter(Files.newOutputStream(directory.resolve("y.shard")), schema)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(new TextRecord(new int[3], new byte[3]), "s"))
                    .withMessageContaining("room for 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(new TextRecord(new int[] {10}, new byte[1]), "s"))
                    .withMessageContaining("the vocabulary has 10");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> writer.write(new TextRecord(new int[1], new byte[1], new TextRecord.Value(1)), "s"))
                    .withMessageContaining("target");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> writer.write(new ImageRecord(0, new byte[1]), "s"))
                    .withMessageContaining("no text");
        }
    }
}
