package io.sparkformer.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.checkpoint.NamedTensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import onnx.Onnx;
import onnx.Onnx.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.shade.protobuf.ByteString;

class OnnxWeightsTest {
    /** 1, -2 and 0.5 in two bytes each: sign, exponent and fraction as the types have them. */
    private static final short[] FLOAT16 = {0x3C00, (short) 0xC000, 0x3800};

    private static final short[] BFLOAT16 = {0x3F80, (short) 0xC000, 0x3F00};

    private static Onnx.TensorProto.Builder tensor(DataType type, int... shape) {
        Onnx.TensorProto.Builder tensor =
                Onnx.TensorProto.newBuilder().setName("w").setDataType(type.getNumber());
        for (int size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    private static List<NamedTensor> read(Onnx.TensorProto.Builder tensor) throws IOException {
        byte[] file = Onnx.ModelProto.newBuilder()
                .setGraph(Onnx.GraphProto.newBuilder().addInitializer(tensor))
                .build()
                .toByteArray();
        return OnnxWeights.read(new ByteArrayInputStream(file), "model.onnx");
    }

    private static ByteString raw(short... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (short value : values) {
            bytes.putShort(value);
        }
        return ByteString.copyFrom(bytes.array());
    }

    private static void assertWeights(List<NamedTensor> tensors) {
        assertThat(tensors).singleElement().satisfies(tensor -> {
            assertThat(tensor.name()).isEqualTo("w");
            float[] values = new float[tensor.length()];
            tensor.values().read(tensor.offset(), values, values.length);
            assertThat(values).containsExactly(1, -2, 0.5f);
        });
    }

    @Test
    void read_halfPrecision_isWidened() throws IOException {
        assertWeights(read(tensor(DataType.FLOAT16, 3).setRawData(raw(FLOAT16))));
        assertWeights(read(tensor(DataType.BFLOAT16, 3).setRawData(raw(BFLOAT16))));
        assertWeights(read(tensor(DataType.FLOAT16, 3)
                .addInt32Data(FLOAT16[0])
                .addInt32Data(FLOAT16[1] & 0xFFFF)
                .addInt32Data(FLOAT16[2])));
    }

    @ParameterizedTest
    @EnumSource(names = {"INT8", "UINT8"})
    void read_matrixOfBytes_isRefusedWithItsName(DataType type) {
        assertThatThrownBy(() -> read(tensor(type, 2, 2).setRawData(raw((short) 1, (short) 2))))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll("model.onnx", "8 bits (w)", "floating-point");
    }

    @Test
    void read_numbersOfPositions_areNoWeights() throws IOException {
        assertThat(read(tensor(DataType.INT64, 1, 2).addInt64Data(0).addInt64Data(1)))
                .isEmpty();
    }
}
