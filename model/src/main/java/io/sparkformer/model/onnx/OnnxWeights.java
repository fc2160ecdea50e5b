package io.sparkformer.model.onnx;

import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.checkpoint.HalfPrecision;
import io.sparkformer.model.checkpoint.NamedTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * The weights of an ONNX file, for models that are published in no other form, under the names that they had before they were
 * exported.
 *
 * <p>An exporter keeps the names of embeddings, norms and biases. The matrix of a linear map it transposes, and calls by a number;
 * its name is that of the bias that is added to its product, and it is transposed back.
 */
public final class OnnxWeights {
    private static final Set<Onnx.TensorProto.DataType> FLOATS = EnumSet.of(
            Onnx.TensorProto.DataType.FLOAT, Onnx.TensorProto.DataType.FLOAT16, Onnx.TensorProto.DataType.BFLOAT16);
    private static final Set<Onnx.TensorProto.DataType> QUANTIZED =
            EnumSet.of(Onnx.TensorProto.DataType.INT8, Onnx.TensorProto.DataType.UINT8);
    private static final String BIAS = ".bias";
    private static final String WEIGHT = ".weight";

    private final Map<String, Onnx.TensorProto> initializers = new HashMap<>();
    private final Map<String, String> matrices = new HashMap<>();
    private final List<NamedTensor> tensors = new ArrayList<>();

    private OnnxWeights(Onnx.GraphProto graph) {
        graph.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
        nameMatrices(graph);
    }

    /**
     * Reads all weights in single or half precision; other initialisers, such as positions, are none.
     *
     * @param name what messages call the file
     * @throws CheckpointFormatException if it is no ONNX file, its weights lie in other files, or are rounded to integers
     */
    public static List<NamedTensor> read(InputStream stream, String name) throws IOException {
        CodedInputStream input = CodedInputStream.newInstance(stream);
        input.setSizeLimit(Integer.MAX_VALUE);
        Onnx.ModelProto model;
        try {
            model = Onnx.ModelProto.parseFrom(input);
        } catch (InvalidProtocolBufferException e) {
            throw new CheckpointFormatException(
                    name, "it is no ONNX file: " + e.getMessage(), "name an ONNX or a safetensors file");
        }
        OnnxWeights weights = new OnnxWeights(model.getGraph());
        for (Onnx.TensorProto tensor : model.getGraph().getInitializerList()) {
            weights.take(tensor, name);
        }
        return weights.tensors;
    }

    private void nameMatrices(Onnx.GraphProto graph) {
        Map<String, String> products = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (Onnx.NodeProto node : graph.getNodeList()) {
            if (node.getOpType().equals("MatMul") && initializers.containsKey(node.getInput(1))) {
                products.put(node.getOutput(0), node.getInput(1));
            } else if (node.getOpType().equals("Add")) {
                nameMatrix(node, products, shared);
            }
        }
        shared.forEach(matrices::remove);
    }

    private void nameMatrix(Onnx.NodeProto sum, Map<String, String> products, Set<String> shared) {
        for (int side = 0; side < 2; side++) {
            String matrix = products.get(sum.getInput(side));
            String bias = sum.getInput(1 - side);
            if (matrix != null && bias.endsWith(BIAS) && initializers.containsKey(bias)) {
                String place = bias.substring(0, bias.length() - BIAS.length());
                if (matrices.put(matrix, place + WEIGHT) != null) {
                    shared.add(matrix);
                }
            }
        }
    }

    private void take(Onnx.TensorProto tensor, String file) throws CheckpointFormatException {
        Onnx.TensorProto.DataType type = Onnx.TensorProto.DataType.forNumber(tensor.getDataType());
        if (type == null || !FLOATS.contains(type)) {
            requireNoMatrix(tensor, type, file);
            return;
        }
        if (tensor.getExternalDataCount() > 0) {
            throw new CheckpointFormatException(
                    file,
                    "its weights lie in files beside it",
                    "use a file that holds them, or the model's safetensors");
        }
        float[] values = values(tensor);
        List<Long> shape = tensor.getDimsList();
        String original = matrices.get(tensor.getName());
        if (original != null && shape.size() == 2) {
            values = transposed(values, Math.toIntExact(shape.get(0)));
            tensors.add(new NamedTensor(original, List.of(shape.get(1), shape.get(0)), values, 0, values.length));
        } else {
            tensors.add(new NamedTensor(tensor.getName(), List.copyOf(shape), values, 0, values.length));
        }
    }

    /** Numbers of positions are integers of 64 bits; a matrix of smaller ones is a weight that was rounded. */
    private static void requireNoMatrix(Onnx.TensorProto tensor, Onnx.TensorProto.@Nullable DataType type, String file)
            throws CheckpointFormatException {
        if (type != null && QUANTIZED.contains(type) && tensor.getDimsCount() > 1) {
            throw new CheckpointFormatException(
                    file,
                    "its weights are rounded to integers of 8 bits (" + tensor.getName() + ")",
                    "use the file with floating-point numbers, of which it was made");
        }
    }

    private static float[] values(Onnx.TensorProto tensor) {
        if (tensor.getDataType() != Onnx.TensorProto.DataType.FLOAT.getNumber()) {
            return halves(tensor);
        }
        if (!tensor.getRawData().isEmpty()) {
            FloatBuffer raw = tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] values = new float[raw.remaining()];
            raw.get(values);
            return values;
        }
        float[] values = new float[tensor.getFloatDataCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.getFloatData(i);
        }
        return values;
    }

    /** Of two bytes each: in the file's raw bytes, or each in an integer of its own. */
    private static float[] halves(Onnx.TensorProto tensor) {
        boolean half = tensor.getDataType() == Onnx.TensorProto.DataType.FLOAT16.getNumber();
        ShortBuffer raw = tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        float[] values = new float[raw.hasRemaining() ? raw.remaining() : tensor.getInt32DataCount()];
        for (int i = 0; i < values.length; i++) {
            short bits = raw.hasRemaining() ? raw.get() : (short) tensor.getInt32Data(i);
            values[i] = half ? HalfPrecision.fromFloat16(bits) : HalfPrecision.fromBfloat16(bits);
        }
        return values;
    }

    /** From [inputs, outputs] to [outputs, inputs]. */
    private static float[] transposed(float[] values, int inputs) {
        int outputs = values.length / inputs;
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i % outputs * inputs + i / outputs] = values[i];
        }
        return result;
    }
}
