package io.sparkformer.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against files of an independent writer; see src/test/python/checkpoint_golden.py. */
class SafetensorsReaderTest {
    private static final JsonNode GOLDEN = Golden.read("checkpoint.json");
    private static final byte[] EVERY_TYPE = SafetensorsBytes.golden("every_type.safetensors");

    @Test
    void header_ofAnotherWriter_describesEveryTensorInFileOrder() throws IOException {
        SafetensorsHeader header = SafetensorsBytes.header(EVERY_TYPE);

        List<String> described = new ArrayList<>();
        header.tensors().forEach(tensor -> described.add(tensor.name() + " " + tensor.type() + " " + tensor.shape()));
        List<String> expected = new ArrayList<>();
        for (JsonNode tensor : GOLDEN.get("tensors")) {
            List<Long> shape = new ArrayList<>();
            tensor.get("shape").forEach(extent -> shape.add(extent.longValue()));
            expected.add(
                    tensor.get("name").textValue() + " " + tensor.get("type").textValue() + " " + shape);
        }
        assertThat(described).isEqualTo(expected).hasSize(10);
        assertThat(header.metadata()).isEqualTo(Map.of("format", "pt", "note", "tab\tand ü"));
        assertThat(header.headerBytes()).isEqualTo(8 + SafetensorsBytes.headerLength(EVERY_TYPE));
    }

    @Test
    void read_everyType_hasTheValuesWritten() throws IOException {
        SafetensorsReader reader = open(EVERY_TYPE);

        for (int i = 0; i < reader.header().tensors().size(); i++) {
            TensorInfo tensor = reader.header().tensors().get(i);
            JsonNode values = GOLDEN.get("tensors").get(i).get("values");
            assertThat(tensor.length()).isEqualTo(values.size());
            if (tensor.type().floating()) {
                float[] read = new float[values.size() + 2];
                reader.readFloats(tensor, read, 1);
                for (int j = 0; j < values.size(); j++) {
                    assertThat(read[j + 1]).as(tensor.name()).isEqualTo((float)
                            values.get(j).doubleValue());
                }
            } else {
                long[] read = new long[values.size() + 2];
                reader.readLongs(tensor, read, 1);
                for (int j = 0; j < values.size(); j++) {
                    assertThat(read[j + 1])
                            .as(tensor.name())
                            .isEqualTo(values.get(j).longValue());
                }
            }
        }
        reader.requireEnd();
    }

    @Test
    void read_oneTensorOfMany_skipsTheOthers() throws IOException {
        SafetensorsReader reader = open(EVERY_TYPE);
        float[] scalar = new float[1];

        reader.readFloats(named(reader, "scalar"), scalar, 0);
        reader.requireEnd();

        assertThat(scalar).containsExactly(42);
    }

    @Test
    void read_tensorBehindTheStream_isRefused() throws IOException {
        SafetensorsReader reader = open(EVERY_TYPE);
        reader.readFloats(named(reader, "half"), new float[5], 0);

        assertThatThrownBy(() -> reader.readFloats(named(reader, "zeta"), new float[4], 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("zeta");
    }

    @Test
    void read_targetTooSmall_isRefused() throws IOException {
        SafetensorsReader reader = open(EVERY_TYPE);

        assertThatThrownBy(() -> reader.readFloats(named(reader, "zeta"), new float[5], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("zeta", "4 elements", "array of 5");
    }

    @Test
    void read_otherKindOfType_isRefusedWithFileTensorAndRemedy() throws IOException {
        SafetensorsReader reader = open(EVERY_TYPE);

        assertThatThrownBy(() -> reader.readFloats(named(reader, "counts"), new float[3], 0))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessage("test file: tensor counts is of dtype I64, where floating-point numbers are needed;"
                        + " use a checkpoint that has them");
        assertThatThrownBy(() -> reader.readLongs(named(reader, "zeta"), new long[4], 0))
                .hasMessageContainingAll("zeta", "F64", "integers");
    }

    @Test
    void read_finiteDoubleBeyondSinglePrecision_isRefused() {
        byte[] file = SafetensorsBytes.file("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putDouble(file.length - 8, 1e39);

        assertThatThrownBy(() -> {
                    SafetensorsReader reader = open(file);
                    reader.readFloats(named(reader, "a"), new float[2], 0);
                })
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll("test file", "tensor a", "1.0E39", "single precision");
    }

    @Test
    void read_infinityAndNanAsDouble_areKept() throws IOException {
        byte[] file = SafetensorsBytes.file("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]}}", 16);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putDouble(file.length - 8, Double.NEGATIVE_INFINITY);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putDouble(file.length - 16, Double.NaN);
        float[] values = new float[2];

        SafetensorsReader reader = open(file);
        reader.readFloats(named(reader, "a"), values, 0);

        assertThat(values).containsExactly(Float.NaN, Float.NEGATIVE_INFINITY);
    }

    /** All 63,488 of them against Python's struct module. */
    @Test
    void fromFloat16_everyNumber_isExact() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.fromFloat16((short) bits);
            boolean isNan = (bits & 0x7C00) == 0x7C00 && (bits & 0x3FF) != 0;
            assertThat(Float.isNaN(value)).isEqualTo(isNan);
            if (!isNan) {
                digest.update(bytes.putFloat(0, value).array());
            }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(GOLDEN.get("everyHalfSha256").textValue());
    }

    @Test
    void read_streamThatTricklesBytes_isTheSame() throws IOException {
        InputStream trickle = new FilterInputStream(new ByteArrayInputStream(EVERY_TYPE)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(length, 3));
            }
        };
        SafetensorsReader reader = SafetensorsReader.open(trickle, EVERY_TYPE.length, "test file");
        float[] values = new float[6];

        reader.readFloats(named(reader, "blocks.0.attn.qkv.weight"), values, 0);

        assertThat(values).containsExactly(1, -2.5f, 0.1f, 3.4e38f, Float.MIN_VALUE, -0.0f);
    }

    private static SafetensorsReader open(byte[] file) throws IOException {
        return SafetensorsReader.open(new ByteArrayInputStream(file), file.length, "test file");
    }

    private static TensorInfo named(SafetensorsReader reader, String name) {
        return reader.header().tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
