package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/** What operators read: parameters and constants come into the file when they are read first. */
final class OnnxValues {
    private final OnnxGraph file;
    private final ModelGraph graph;
    private final BatchShapes shapes;
    private final float[] parameters;
    private final Map<String, ParameterSpec> places = new HashMap<>();
    private final Map<String, String> known = new HashMap<>();

    OnnxValues(OnnxGraph file, ModelGraph graph, BatchShapes shapes, float[] parameters) {
        this.file = file;
        this.graph = graph;
        this.shapes = shapes;
        this.parameters = parameters;
        graph.layout().parameters().forEach(parameter -> places.put(parameter.name(), parameter));
    }

    /** The names under which operators read these variables. */
    List<String> of(List<String> variables) {
        return variables.stream().map(this::of).toList();
    }

    /** The name under which operators read a variable. */
    String of(String variable) {
        String value = known.get(variable);
        if (value == null) {
            value = bring(variable);
            known.put(variable, value);
        }
        return value;
    }

    /** The elements of a constant. */
    INDArray constant(String variable) {
        return Objects.requireNonNull(graph.sameDiff().getVariable(variable).getArr(), variable);
    }

    private String bring(String variable) {
        ParameterSpec parameter = places.get(variable);
        SDVariable declared = graph.sameDiff().getVariable(variable);
        if (parameter != null) {
            bring(parameter);
        } else if (declared.isConstant()) {
            return shapes.of(variable).dynamicAxes() == 0 ? bring(variable, constant(variable)) : repeated(variable);
        }
        return variable;
    }

    private void bring(ParameterSpec parameter) {
        ByteBuffer bytes = littleEndian(parameter.length(), DataType.FLOAT);
        bytes.asFloatBuffer().put(parameters, parameter.offset(), parameter.length());
        file.array(parameter.name(), DataType.FLOAT, parameter.dimensions(), ByteString.copyFrom(bytes));
    }

    private String bring(String name, INDArray value) {
        int length = Math.toIntExact(value.length());
        ByteBuffer bytes = littleEndian(length, value.dataType());
        switch (value.dataType()) {
            case FLOAT -> bytes.asFloatBuffer().put(value.dup('c').data().asFloat());
            case INT -> bytes.asIntBuffer().put(value.dup('c').data().asInt());
            default ->
                throw new UnsupportedOperationException("the constant " + name + " is of type " + value.dataType()
                        + ", which cannot be exported to ONNX");
        }
        file.array(name, value.dataType(), value.shape(), ByteString.copyFrom(bytes));
        return name;
    }

    /** A constant of one value all over, whose shape follows from the batch. */
    private String repeated(String variable) {
        INDArray value = constant(variable);
        float[] elements = value.dup('c').data().asFloat();
        float first = elements[0];
        if (LongStream.range(0, elements.length).anyMatch(i -> elements[(int) i] != first)) {
            throw new UnsupportedOperationException("the constant " + variable + Arrays.toString(value.shape())
                    + " depends on the size of the batch and has different elements: it cannot be exported to ONNX");
        }
        String single = bring(variable, value.getScalar(new int[value.rank()]));
        return file.node("Expand", List.of(single, file.shape(shapes.of(variable))));
    }

    private static ByteBuffer littleEndian(int elements, DataType type) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, type.width())).order(ByteOrder.LITTLE_ENDIAN);
    }
}
