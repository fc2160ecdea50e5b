package io.sparkformer.model.onnx;

import java.io.IOException;
import java.io.OutputStream;
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

    /** What the extents that follow from the number of samples and from the length of a text are called. */
    private static final String BATCH = "batch";

    private static final String LENGTH = "sequence";

    private static final Map<DataType, Onnx.TensorProto.DataType> TYPES = Map.of(
            DataType.FLOAT, Onnx.TensorProto.DataType.FLOAT,
            DataType.DOUBLE, Onnx.TensorProto.DataType.DOUBLE,
            DataType.INT32, Onnx.TensorProto.DataType.INT32,
            DataType.INT64, Onnx.TensorProto.DataType.INT64);

    private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("model");
    private final Map<String, String> integers = new HashMap<>();

    /** Computed extents, each as a vector of one. */
    private final Map<Extent, String> extents = new HashMap<>();

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
    void input(String name, DataType type, DynamicShape shape) {
        graph.addInput(described(name, type, shape));
        for (int axis = 0; axis < shape.rank(); axis++) {
            Extent extent = shape.extent(axis);
            if ((extent.isBatch() || extent.isLength()) && !extents.containsKey(extent)) {
                extents.put(extent, node("Gather", List.of(node("Shape", List.of(name)), integers(axis))));
            }
        }
    }

    /** Declares a variable as an output called {@code role}. */
    void output(String role, String variable, DataType type, DynamicShape shape) {
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

    /** A vector that holds these extents for the batch and the texts at hand. */
    String vector(List<Extent> wanted) {
        if (wanted.stream().noneMatch(Extent::isDynamic)) {
            return integers(wanted.stream().mapToLong(Extent::fixed).toArray());
        }
        List<String> each = wanted.stream().map(this::extent).toList();
        return each.size() == 1 ? each.get(0) : node("Concat", each, Attribute.of("axis", 0));
    }

    /** A vector of this one extent. */
    String extent(Extent extent) {
        if (!extent.isDynamic()) {
            return integers(extent.fixed());
        }
        String known = extents.get(extent);
        if (known == null) {
            known = computed(extent);
            extents.put(extent, known);
        }
        return known;
    }

    private String computed(Extent extent) {
        String sum = "";
        sum = plus(sum, extent.perSample(), List.of(new Extent(0, 1, 0, 0)));
        sum = plus(sum, extent.perToken(), List.of(new Extent(0, 0, 1, 0)));
        sum = plus(sum, extent.perBoth(), List.of(new Extent(0, 1, 0, 0), new Extent(0, 0, 1, 0)));
        return extent.fixed() == 0 ? sum : node("Add", List.of(sum, integers(extent.fixed())));
    }

    /** Adds a factor times sizes of what the file is given; an empty sum is 0. */
    private String plus(String sum, long factor, List<Extent> sizes) {
        if (factor == 0) {
            return sum;
        }
        String product = "";
        for (Extent size : sizes) {
            String given = extents.get(size);
            if (given == null) {
                throw new UnsupportedOperationException("no input of the model tells its batch and length: it cannot be"
                        + " exported for all of them. Export it as safetensors");
            }
            product = product.isEmpty() ? given : node("Mul", List.of(product, given));
        }
        product = factor == 1 ? product : node("Mul", List.of(product, integers(factor)));
        return sum.isEmpty() ? product : node("Add", List.of(sum, product));
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

    private static Onnx.ValueInfoProto described(String name, DataType type, DynamicShape shape) {
        Onnx.TensorShapeProto.Builder axes = Onnx.TensorShapeProto.newBuilder();
        for (Extent extent : shape.extents()) {
            Onnx.TensorShapeProto.Dimension.Builder axis = axes.addDimBuilder();
            if (extent.isDynamic()) {
                axis.setDimParam(called(extent));
            } else {
                axis.setDimValue(extent.fixed());
            }
        }
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder()
                        .setTensorType(Onnx.TypeProto.Tensor.newBuilder()
                                .setElemType(number(type))
                                .setShape(axes)))
                .build();
    }

    private static String called(Extent extent) {
        if (extent.isBatch()) {
            return BATCH;
        }
        return extent.isLength()
                ? LENGTH
                : extent.perSample() + " " + BATCH + " + " + extent.perToken() + " " + LENGTH + " + " + extent.perBoth()
                        + " " + BATCH + " " + LENGTH + " + " + extent.fixed();
    }

    /** A type as the format has it. */
    static int number(DataType type) {
        Onnx.TensorProto.DataType known = TYPES.get(type);
        if (known == null) {
            throw new UnsupportedOperationException("arrays of " + type + " cannot be exported to ONNX");
        }
        return known.getNumber();
    }
}
