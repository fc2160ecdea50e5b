package io.sparkformer.model.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A constant whose shape follows from the batch or the length: a rule that gives what all four declarations have. */
final class DynamicConstant {
    /** Places in {@link Declarations#constant}. */
    private static final int SHORTER = 0;

    private static final int LONGER = 2;

    private final OnnxGraph file;
    private final OnnxValues values;
    private final String variable;
    private final DynamicShape shape;
    private final Declarations declarations;
    private final List<INDArray> declared;

    DynamicConstant(OnnxGraph file, OnnxValues values, String variable, DynamicShape shape, Declarations declarations) {
        this.file = file;
        this.values = values;
        this.variable = variable;
        this.shape = shape;
        this.declarations = declarations;
        this.declared = declarations.constant(variable);
    }

    /** The name under which operators read it. */
    String bring() {
        if (isOneNumber()) {
            return repeated();
        }
        if (isSteps()) {
            return steps();
        }
        if (isBeginning()) {
            return beginning();
        }
        throw new UnsupportedOperationException("the constant " + variable
                + Arrays.toString(declared.get(SHORTER).shape())
                + " depends on the batch or the length and follows no rule that ONNX has a form for: export the model as"
                + " safetensors");
    }

    /** The same number all over. */
    private boolean isOneNumber() {
        double first = declared.get(SHORTER).getDouble(0);
        return declared.stream()
                .allMatch(array -> LongStream.range(0, array.length()).allMatch(i -> array.getDouble(i) == first));
    }

    private String repeated() {
        INDArray first = declared.get(SHORTER);
        long[] ones = new long[shape.rank()];
        Arrays.fill(ones, 1);
        String single = values.bring(variable, Nd4j.valueArrayOf(ones, first.getDouble(0), first.dataType()));
        return file.node("Expand", List.of(single, file.vector(shape.extents())));
    }

    /** Integers 0, s, 2 s, ... along the first axis, the others being 1. */
    private boolean isSteps() {
        return declared.get(SHORTER).dataType() == DataType.INT32
                && declared.stream()
                        .allMatch(array -> array.length() == array.size(0)
                                && LongStream.range(0, array.length())
                                        .allMatch(i -> array.getLong(i) == i * step(array)));
    }

    private static long step(INDArray steps) {
        return steps.length() > 1 ? steps.getLong(1) : 0;
    }

    private String steps() {
        Extent step = declarations.extent(
                declared.stream().mapToLong(DynamicConstant::step).toArray());
        String count = scalar(file.extent(shape.extent(0)));
        String places = file.node("Range", List.of(scalar(file.integers(0)), count, scalar(file.integers(1))));
        String steps = file.node("Mul", List.of(places, file.extent(step)));
        String integers =
                file.node("Cast", List.of(steps), OnnxGraph.Attribute.of("to", OnnxGraph.number(DataType.INT32)));
        return file.node("Reshape", List.of(integers, file.vector(shape.extents())));
    }

    private String scalar(String vector) {
        return file.node("Squeeze", List.of(vector, file.integers(0)));
    }

    /** The shorter one is the beginning of the longer one: a table whose first rows and columns are read. */
    private boolean isBeginning() {
        INDArray longer = declared.get(LONGER);
        INDArrayIndex[] beginning = Arrays.stream(declared.get(SHORTER).shape())
                .mapToObj(extent -> NDArrayIndex.interval(0, extent))
                .toArray(INDArrayIndex[]::new);
        return !shape.dependsOnBatch()
                && OnnxValues.sameElements(longer.get(beginning).dup('c'), declared.get(SHORTER));
    }

    private String beginning() {
        String longest = values.bring(variable, declared.get(LONGER));
        long[] axes = IntStream.range(0, shape.rank())
                .filter(shape::isDynamic)
                .asLongStream()
                .toArray();
        List<Extent> ends =
                Arrays.stream(axes).mapToObj(axis -> shape.extent((int) axis)).toList();
        return file.node(
                "Slice",
                List.of(longest, file.integers(new long[axes.length]), file.vector(ends), file.integers(axes)));
    }
}
