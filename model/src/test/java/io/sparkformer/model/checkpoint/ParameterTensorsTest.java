package io.sparkformer.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterLayout.Declaration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ParameterTensorsTest {
    private static final ParameterLayout LAYOUT = layout(
            new Declaration("head.weight", new long[] {3, 5}, true),
            new Declaration("head.bias", new long[] {3}, false),
            new Declaration("cls_token", new long[] {1, 1, 5}, false),
            new Declaration("scale", new long[] {}, false));

    /** Any bits, those of not-a-numbers too. */
    @Property(tries = 100)
    void read_whatWasWritten_isTheSameBits(@ForAll long seed) throws IOException {
        List<String> prefixes = List.of("exp_avg/", "exp_avg_sq/", "");
        List<float[]> buffers = new ArrayList<>();
        List<NamedTensor> tensors = new ArrayList<>();
        Random random = new Random(seed);
        for (String prefix : prefixes) {
            float[] buffer = new float[LAYOUT.length()];
            for (int i = 0; i < buffer.length; i++) {
                buffer[i] = Float.intBitsToFloat(random.nextInt());
            }
            buffers.add(buffer);
            tensors.addAll(ParameterTensors.of(LAYOUT, buffer, prefix));
        }
        byte[] file = SafetensorsBytes.written(tensors, Map.of("format", "pt"));

        List<float[]> read = read(file, LAYOUT, prefixes);

        assertThat(read).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(ParameterHash.sha256(read.get(i))).isEqualTo(ParameterHash.sha256(buffers.get(i)));
        }
    }

    @Test
    void of_layout_sharesTheBufferAndKeepsOrderAndShapes() {
        float[] buffer = new float[LAYOUT.length()];

        List<NamedTensor> tensors = ParameterTensors.of(LAYOUT, buffer, "m/");

        assertThat(tensors)
                .extracting(NamedTensor::name)
                .containsExactly("m/cls_token", "m/head.bias", "m/head.weight", "m/scale");
        assertThat(tensors).extracting(NamedTensor::offset).containsExactly(0, 5, 8, 23);
        assertThat(tensors.get(2).shape()).containsExactly(3L, 5L);
        buffer[8] = 7;
        float[] element = new float[1];
        tensors.get(2).values().read(8, element, 1);
        assertThat(element).containsExactly(7);
        assertThatThrownBy(() -> ParameterTensors.of(LAYOUT, new float[3], ""))
                .hasMessageContaining("3 elements for a layout of 24");
    }

    @Test
    void read_checkpointOfAnotherModel_listsEveryDifference() {
        ParameterLayout other = layout(
                new Declaration("head.weight", new long[] {5, 3}, true),
                new Declaration("head.bias", new long[] {3}, false),
                new Declaration("pos_embed", new long[] {1, 4}, false),
                new Declaration("scale", new long[] {}, false));
        byte[] file = SafetensorsBytes.written(ParameterTensors.of(other, new float[other.length()], ""), Map.of());

        assertThatThrownBy(() -> read(file, LAYOUT, List.of("")))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll(
                        "test file: it does not fit the model, 3 tensors differ",
                        "head.weight has the shape [5, 3], the model's is [3, 5]",
                        "pos_embed is not in the model",
                        "cls_token is missing",
                        "; use a checkpoint of this model")
                .hasMessageNotContaining("head.bias");
    }

    @Test
    void read_manyDifferences_showsTheFirst() {
        List<Declaration> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new Declaration("blocks." + i + ".weight", new long[] {1}, true));
        }
        ParameterLayout large = ParameterLayout.of(many);
        byte[] file = SafetensorsBytes.written(List.of(), Map.of());

        assertThatThrownBy(() -> read(file, large, List.of("")))
                .hasMessageContainingAll("100 tensors differ", "blocks.0.weight is missing", ", ...")
                .hasMessageNotContaining("blocks.99.weight");
    }

    @Test
    void read_otherSlots_isRefused() {
        byte[] file = SafetensorsBytes.written(
                ParameterTensors.of(LAYOUT, new float[LAYOUT.length()], "momentum_buffer/"), Map.of());

        assertThatThrownBy(() -> read(file, LAYOUT, List.of("exp_avg/", "exp_avg_sq/")))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll("12 tensors differ", "momentum_buffer/head.bias is not in the model");
    }

    @Test
    void read_integersWhereParametersShouldBe_isRefused() {
        byte[] file = SafetensorsBytes.file("{\"scale\":{\"dtype\":\"I32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4);
        ParameterLayout layout = layout(new Declaration("scale", new long[] {}, false));

        assertThatThrownBy(() -> read(file, layout, List.of(""))).hasMessageContaining("scale is of dtype I32");
    }

    @Test
    void read_otherPrecision_isConverted() throws IOException {
        byte[] file = SafetensorsBytes.file("{\"scale\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[0,2]}}", 2);
        file[file.length - 1] = 0x40; // 0x4000: 2
        ParameterLayout layout = layout(new Declaration("scale", new long[] {}, false));

        assertThat(read(file, layout, List.of("")).get(0)).containsExactly(2);
    }

    /** A file much larger than memory must be refused before anything is allocated for it. */
    @Test
    void read_tensorLargerThanMemory_isRefusedAsAnotherModel() {
        long bytes = 1L << 50;
        byte[] file = SafetensorsBytes.file(
                "{\"scale\":{\"dtype\":\"F32\",\"shape\":[" + bytes / 4 + "],\"data_offsets\":[0," + bytes + "]}}", 0);
        ParameterLayout layout = layout(new Declaration("scale", new long[] {}, false));

        assertThatThrownBy(() -> ParameterTensors.read(
                        new ByteArrayInputStream(file), file.length + bytes, "test file", layout, List.of("")))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("scale has the shape [281474976710656]");
    }

    @Test
    void read_prefixesThatClash_areRefused() {
        assertThatThrownBy(() -> read(SafetensorsBytes.file("{}", 0), LAYOUT, List.of("a/", "a/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/cls_token");
    }

    private static List<float[]> read(byte[] file, ParameterLayout layout, List<String> prefixes) throws IOException {
        return ParameterTensors.read(new ByteArrayInputStream(file), file.length, "test file", layout, prefixes);
    }

    private static ParameterLayout layout(Declaration... declarations) {
        return ParameterLayout.of(List.of(declarations));
    }
}
