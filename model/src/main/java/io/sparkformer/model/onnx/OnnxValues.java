package io.sparkformer.model.onnx;

import io.sparkformer.model.graph.ParameterSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/** What operators read: parameters and constants come into the file when they are read first. */
final class OnnxValues {
    private final OnnxGraph file;
    private final Declarations declarations;
    private final float[] parameters;
    private final Map<String, ParameterSpec> places = new HashMap<>();
    private final Map<String, String> known = new HashMap<>();

    OnnxValues(OnnxGraph file, Declarations declarations, float[] parameters) {
        this.file = file;
        this.declarations = declarations;
        this.parameters = parameters;
        declarations.first().layout().parameters().forEach(parameter -> places.put(parameter.name(), parameter));
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

    /**
     * The elements of a constant that is the same for all batches and lengths.
     *
     * @throws UnsupportedOperationException if it is not
     */
    INDArray constant(String variable) {
        List<INDArray> declared = declarations.constant(variable);
        if (!declared.stream().allMatch(array -> sameElements(array, declared.get(0)))) {
            throw new UnsupportedOperationException("the constant " + variable
                    + " has other elements for other batches or lengths: it cannot be exported for all of them");
        }
        return declared.get(0);
    }

    /** INDArray's own equality allows for rounding. */
    static boolean sameElements(INDArray a, INDArray b) {
        return Arrays.equals(a.shape(), b.shape())
                && Arrays.equals(a.data().asDouble(), b.data().asDouble());
    }

    private String bring(String variable) {
        ParameterSpec parameter = places.get(variable);
        SDVariable declared = declarations.first().sameDiff().getVariable(variable);
        if (parameter != null) {
            bring(parameter);
        } else if (declared.isConstant()) {
            DynamicShape shape = declarations.shapeOf(variable);
            return shape.dynamicAxes() == 0
                    ? bring(variable, constant(variable))
                    : new DynamicConstant(file, this, variable, shape, declarations).bring();
        }
        return variable;
    }

    private void bring(ParameterSpec parameter) {
        ByteBuffer bytes = littleEndian(parameter.length(), DataType.FLOAT);
        bytes.asFloatBuffer().put(parameters, parameter.offset(), parameter.length());
        file.array(parameter.name(), DataType.FLOAT, parameter.dimensions(), ByteString.copyFrom(bytes));
    }

    /** An array that the file holds. */
    String bring(String name, INDArray value) {
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

    private static ByteBuffer littleEndian(int elements, DataType type) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, type.width())).order(ByteOrder.LITTLE_ENDIAN);
    }
}
