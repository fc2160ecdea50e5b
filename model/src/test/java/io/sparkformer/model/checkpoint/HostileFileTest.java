package io.sparkformer.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterLayout.Declaration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to a file, reading it gives the parameters that were written or a {@link CheckpointFormatException}:
 * no other exception, no memory error, and never other values. (Damage to the values themselves is for the checkpoint's
 * SHA-256 to find.)
 */
class HostileFileTest {
    private static final ParameterLayout LAYOUT = ParameterLayout.of(List.of(
            new Declaration("blocks.0.attn.qkv.weight", new long[] {2, 3}, true),
            new Declaration("blocks.1.attn.qkv.weight", new long[] {3, 2}, true),
            new Declaration("norm.bias", new long[] {4}, false),
            new Declaration("norm.weight", new long[] {4}, false)));
    private static final float[] VALUES = values();
    private static final byte[] FILE =
            SafetensorsBytes.written(ParameterTensors.of(LAYOUT, VALUES, ""), Map.of("format", "pt"));
    private static final int DATA = Long.BYTES + SafetensorsBytes.headerLength(FILE);

    @Test
    void read_untouched_isWhatWasWritten() throws IOException {
        assertThat(read(FILE, FILE.length)).isEqualTo(VALUES);
    }

    @Test
    void read_everySingleBitOfTheHeaderFlipped_isRefusedOrTheSame() {
        int refused = 0;
        for (int bit = 0; bit < Byte.SIZE * DATA; bit++) {
            byte[] damaged = FILE.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            refused += refusedOrSame(damaged, "bit " + bit) ? 1 : 0;
        }
        // Accepted are only flips within the free text of the metadata: "format" and "pt" have 8 bytes.
        assertThat(refused).isBetween(Byte.SIZE * (DATA - 8), Byte.SIZE * DATA - 1);
    }

    @Property(tries = 2000)
    void read_bytesOfTheHeaderReplaced_isRefusedOrTheSame(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int bytes) {
        Random random = new Random(seed);
        byte[] damaged = FILE.clone();
        for (int i = 0; i < bytes; i++) {
            String likely = "0123456789,:[]{}\"F \\-eE";
            damaged[random.nextInt(DATA)] = (byte) likely.charAt(random.nextInt(likely.length()));
        }
        refusedOrSame(damaged, "seed " + seed);
    }

    @Property(tries = 1000)
    void read_partOfTheFileRepeatedOrRemoved_isRefusedOrTheSame(@ForAll long seed) {
        Random random = new Random(seed);
        int from = random.nextInt(FILE.length);
        int to = from + random.nextInt(FILE.length - from) + 1;
        int at = random.nextInt(FILE.length);
        byte[] part = Arrays.copyOfRange(FILE, from, to);
        byte[] repeated = concatenated(Arrays.copyOf(FILE, at), part, Arrays.copyOfRange(FILE, at, FILE.length));
        byte[] removed = concatenated(Arrays.copyOf(FILE, from), Arrays.copyOfRange(FILE, to, FILE.length));

        refusedOrSame(repeated, "seed " + seed);
        assertThat(refusedOrSame(removed, "seed " + seed)).isTrue();
    }

    @Property(tries = 2000)
    void read_anyBytes_areRefused(@ForAll @Size(max = 200) byte[] bytes) {
        assertThat(refusedOrSame(bytes, "bytes")).isTrue();
    }

    @Property(tries = 2000)
    void read_anyBytesAsHeader_areRefused(@ForAll @Size(max = 200) byte[] bytes) {
        byte[] header = concatenated(new byte[] {'{'}, bytes);

        assertThat(refusedOrSame(SafetensorsBytes.file(header, 64), "bytes")).isTrue();
    }

    @Test
    void read_truncatedAtEveryByte_isRefused() {
        for (int length = 0; length < FILE.length; length++) {
            byte[] truncated = Arrays.copyOf(FILE, length);
            assertThat(refusedOrSame(truncated, "length " + length))
                    .as("length %s", length)
                    .isTrue();
            // The listing may still give the old length.
            assertThatThrownBy(() -> read(truncated, FILE.length))
                    .as("length %s", length)
                    .isInstanceOf(CheckpointFormatException.class)
                    .hasMessageContaining("test file: it ");
        }
    }

    @Test
    void read_somethingAppended_isRefused() {
        byte[] longer = Arrays.copyOf(FILE, FILE.length + 1);

        assertThatThrownBy(() -> read(longer, longer.length)).hasMessageContaining("bytes of data");
        assertThatThrownBy(() -> read(longer, FILE.length)).hasMessageContaining("something follows");
    }

    /** Returns whether it was refused. */
    private static boolean refusedOrSame(byte[] damaged, String description) {
        try {
            assertThat(read(damaged, damaged.length)).as(description).isEqualTo(VALUES);
            return false;
        } catch (CheckpointFormatException e) {
            assertThat(e).hasMessageStartingWith("test file: ");
            return true;
        } catch (IOException e) {
            throw new AssertionError(description, e);
        }
    }

    private static float[] read(byte[] file, long length) throws IOException {
        return ParameterTensors.read(new ByteArrayInputStream(file), length, "test file", LAYOUT, List.of(""))
                .get(0);
    }

    private static float[] values() {
        float[] values = new float[LAYOUT.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i / 8f;
        }
        return values;
    }

    private static byte[] concatenated(byte[]... parts) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
