package io.sparkformer.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SafetensorsWriterTest {
    private static final float[] VALUES = {
        9, 0.25f, -0.25f, 1, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, Float.POSITIVE_INFINITY, -0.0f
    };
    private static final List<NamedTensor> TENSORS = List.of(
            new NamedTensor("\uD83D\uDE00", List.of(), VALUES, 11, 1),
            new NamedTensor("a.weight", List.of(2L, 3L), VALUES, 4, 6),
            new NamedTensor("B", List.of(1L), VALUES, 3, 1),
            new NamedTensor("\uFF5E", List.of(1L, 1L), VALUES, 10, 1),
            new NamedTensor("a.bias", List.of(2L), VALUES, 1, 2));
    private static final Map<String, String> METADATA = Map.of("format", "pt", "a", "1");

    /** See src/test/python/checkpoint_golden.py. */
    @Test
    void write_tensors_hasTheBytesOfTheIndependentWriter() {
        assertThat(SafetensorsBytes.written(TENSORS, METADATA))
                .isEqualTo(SafetensorsBytes.golden("float32.safetensors"));
    }

    @Property(tries = 30)
    void write_anyOrder_hasTheSameBytes(@ForAll long seed) {
        List<NamedTensor> shuffled = new ArrayList<>(TENSORS);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(SafetensorsBytes.written(shuffled, METADATA)).isEqualTo(SafetensorsBytes.written(TENSORS, METADATA));
    }

    @Property(tries = 60)
    void write_anyName_alignsTheDataAndReadsBack(@ForAll String name, @ForAll String text) throws Exception {
        String valid = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8) + "!";
        String validText = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        byte[] file = SafetensorsBytes.written(
                List.of(new NamedTensor(valid, List.of(1L), VALUES, 0, 1)), Map.of(valid, validText));

        assertThat(SafetensorsBytes.headerLength(file) % 8).isZero();
        SafetensorsHeader header = SafetensorsBytes.header(file);
        assertThat(header.tensors()).extracting(TensorInfo::name).containsExactly(valid);
        assertThat(header.metadata()).isEqualTo(Map.of(valid, validText));
    }

    @Test
    void write_nothing_isAnEmptyFile() throws Exception {
        byte[] file = SafetensorsBytes.written(List.of(), Map.of());

        assertThat(file).isEqualTo(SafetensorsBytes.file("{}      ", 0));
        assertThat(SafetensorsBytes.header(file).tensors()).isEmpty();
    }

    @Test
    void write_largeTensor_isWrittenWhole() throws Exception {
        float[] values = new float[100_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        byte[] file = SafetensorsBytes.written(
                List.of(new NamedTensor("a", List.of(100_000L), values, 2, 100_000)), Map.of());

        float[] read = new float[100_000];
        SafetensorsReader reader =
                SafetensorsReader.open(new java.io.ByteArrayInputStream(file), file.length, "test file");
        reader.readFloats(reader.header().tensors().get(0), read, 0);
        assertThat(read).isEqualTo(java.util.Arrays.copyOfRange(values, 2, 100_002));
    }

    @Test
    void write_namesThatClash_areRefused() {
        NamedTensor tensor = TENSORS.get(1);
        NamedTensor reserved = new NamedTensor("__metadata__", List.of(1L), VALUES, 0, 1);

        assertThatThrownBy(() -> SafetensorsBytes.written(List.of(tensor, TENSORS.get(0), tensor), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.weight");
        assertThatThrownBy(() -> SafetensorsBytes.written(List.of(TENSORS.get(2), reserved), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
    }

    @Test
    void write_headerTooLongToBeReadBack_isRefused() {
        Map<String, String> metadata = Map.of("text", "x".repeat(SafetensorsHeader.MAX_HEADER_BYTES));

        assertThatThrownBy(() -> SafetensorsBytes.written(List.of(), metadata))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("100000000", "several files");
    }

    @Test
    void namedTensor_shapeOrPlaceThatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> new NamedTensor("a", List.of(2L, 2L), VALUES, 0, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("tensor a", "[2, 2]", "5");
        assertThatThrownBy(() -> new NamedTensor("a", List.of(5L), VALUES, 10, 5))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
