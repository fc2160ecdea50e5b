package io.sparkformer.model.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import onnx.Onnx;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX file in the making; the classes of its format are those that ND4J brings. */
final class OnnxGraph {
    /** Of 2022; what reads ONNX today reads it. */
    static final int OPERATOR_SET = 17;

    private static final int FORMAT_VERSION = 8;

    /** What the extent that follows from the number of samples is called. */
    private static final String BATCH = "batch";

    private static final Map<DataType, Onnx.TensorProto.DataType> TYPES = Map.of(
            DataType.FLOAT, Onnx.TensorProto.DataType.FLOAT,
            DataType.DOUBLE, Onnx.TensorProto.DataType.DOUBLE,
            DataType.INT32, Onnx.TensorProto.DataType.INT32);

    private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("model");
    private final Map<String, String> integers = new HashMap<>();
    private String batchedInput = "";

    /** An operator's attribute. */
    record Attribute(String name, Onnx.AttributeProto value) {
        static Attribute of(String name, long integer) {
            return new Attribute(
                    name,
                    Onnx.AttributeProto.newBuilder()
                            .setName(name)
                            .setType(Onnx.AttributeProto.AttributeType.INT)
                            .setI(integer)
                            .build());
        }

        static Attribute of(String name, float real) {
            return new Attribute(
                    name,
                    Onnx.AttributeProto.newBuilder()
                            .setName(name)
                            .setType(Onnx.AttributeProto.AttributeType.FLOAT)
                            .setF(real)
                            .build());
        }

        static Attribute of(String name, List<Long> integers) {
            return new Attribute(
                    name,
                    Onnx.AttributeProto.newBuilder()
                            .setName(name)
                            .setType(Onnx.AttributeProto.AttributeType.INTS)
                            .addAllInts(integers)
                            .build());
        }
    }

    /** Declares an input. */
    void input(String name, DataType type, BatchShape shape) {
        graph.addInput(described(name, type, shape));
        if (batchedInput.isEmpty() && shape.rank() > 0 && shape.isDynamic(0)) {
            batchedInput = name;
        }
    }

    /** Declares a variable as an output called {@code role}. */
    void output(String role, String variable, DataType type, BatchShape shape) {
        if (!role.equals(variable)) {
            node("Identity", List.of(variable), List.of(role));
        }
        graph.addOutput(described(role, type, shape));
    }

    /** Adds a node whose output gets a name of its own, which is returned. */
    String node(String operator, List<String> inputs, Attribute... attributes) {
        String output = operator + "_" + graph.getNodeCount();
        node(operator, inputs, List.of(output), attributes);
        return output;
    }

    /** Adds a node. */
    void node(String operator, List<String> inputs, List<String> outputs, Attribute... attributes) {
        Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder()
                .setName(operator + "_" + graph.getNodeCount())
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(outputs);
        for (Attribute attribute : attributes) {
            node.addAttribute(attribute.value());
        }
        graph.addNode(node);
    }

    /** A vector of integers, as operators take shapes and axes. */
    String integers(long... values) {
        String name = "integers" + Arrays.toString(values);
        return integers.computeIfAbsent(name, unused -> {
            graph.addInitializer(Onnx.TensorProto.newBuilder()
                    .setName(name)
                    .setDataType(Onnx.TensorProto.DataType.INT64.getNumber())
                    .addDims(values.length)
                    .addAllInt64Data(Arrays.stream(values).boxed().toList()));
            return name;
        });
    }

    /** An array that the file holds, its elements in row-major order and little-endian. */
    void array(String name, DataType type, long[] shape, ByteString elements) {
        graph.addInitializer(Onnx.TensorProto.newBuilder()
                .setName(name)
                .setDataType(number(type))
                .addAllDims(Arrays.stream(shape).boxed().toList())
                .setRawData(elements));
    }

    /** A vector that holds this shape for the batch at hand. */
    String shape(BatchShape shape) {
        List<String> extents = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            extents.add(shape.isDynamic(axis) ? extent(shape, axis) : integers(shape.fixed()[axis]));
        }
        return node("Concat", extents, Attribute.of("axis", 0));
    }

    private String extent(BatchShape shape, int axis) {
        String samples = node("Gather", List.of(node("Shape", List.of(batchedInput)), integers(0)));
        String product = node("Mul", List.of(samples, integers(shape.perSample()[axis])));
        return node("Add", List.of(product, integers(shape.fixed()[axis])));
    }

    /** Writes the file. */
    void write(SortedMap<String, String> metadata, OutputStream target) throws IOException {
        Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder()
                .setIrVersion(FORMAT_VERSION)
                .setProducerName("sparkformer")
                .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        model.build().writeTo(target);
    }

    private static Onnx.ValueInfoProto described(String name, DataType type, BatchShape shape) {
        Onnx.TensorShapeProto.Builder extents = Onnx.TensorShapeProto.newBuilder();
        for (int axis = 0; axis < shape.rank(); axis++) {
            Onnx.TensorShapeProto.Dimension.Builder extent = extents.addDimBuilder();
            if (shape.isDynamic(axis)) {
                extent.setDimParam(called(shape, axis));
            } else {
                extent.setDimValue(shape.fixed()[axis]);
            }
        }
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder()
                        .setTensorType(Onnx.TypeProto.Tensor.newBuilder()
                                .setElemType(number(type))
                                .setShape(extents)))
                .build();
    }

    private static String called(BatchShape shape, int axis) {
        return shape.perSample()[axis] == 1 && shape.fixed()[axis] == 0
                ? BATCH
                : shape.perSample()[axis] + " " + BATCH + " + " + shape.fixed()[axis];
    }

    private static int number(DataType type) {
        Onnx.TensorProto.DataType known = TYPES.get(type);
        if (known == null) {
            throw new UnsupportedOperationException("arrays of " + type + " cannot be exported to ONNX");
        }
        return known.getNumber();
    }
}
