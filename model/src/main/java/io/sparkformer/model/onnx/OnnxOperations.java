package io.sparkformer.model.onnx;

import io.sparkformer.model.onnx.OnnxGraph.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/** Single operations as ONNX's operators. */
final class OnnxOperations {
    /** Operations that are operators under another name. */
    private static final Map<String, String> SAME = Map.of(
            "add", "Add",
            "subtract", "Sub",
            "multiply", "Mul",
            "divide", "Div",
            "erf", "Erf",
            "exp", "Exp",
            "tanh", "Tanh",
            "sigmoid", "Sigmoid",
            "relu", "Relu");

    private final OnnxGraph file;
    private final Declarations declarations;
    private final OnnxValues values;

    OnnxOperations(OnnxGraph file, Declarations declarations, OnnxValues values) {
        this.file = file;
        this.declarations = declarations;
        this.values = values;
    }

    /** One operation: what it reads and writes and the native operation's own integers. */
    private record Call(String name, List<String> variables, List<String> outputs, long[] integers) {
        static Call of(SameDiffOp operation) {
            return new Call(
                    operation.getOp().opName(),
                    operation.getInputsToOp(),
                    operation.getOutputsOfOp(),
                    operation.getOp() instanceof DynamicCustomOp custom ? custom.iArgs() : new long[0]);
        }

        String variable() {
            return variables.get(0);
        }

        String place() {
            return outputs.get(0);
        }
    }

    /** Adds the nodes of one operation. */
    void translate(SameDiffOp operation) {
        Call call = Call.of(operation);
        if (SAME.containsKey(call.name)) {
            file.node(SAME.get(call.name), values.of(call.variables), call.outputs);
            return;
        }
        switch (call.name) {
            case "rsqrt" -> file.node("Reciprocal", List.of(file.node("Sqrt", read(call))), call.outputs);
            case "softmax" -> file.node("Softmax", read(call), call.outputs, Attribute.of("axis", call.integers[0]));
            case "log_softmax" ->
                file.node("LogSoftmax", read(call), call.outputs, Attribute.of("axis", call.integers[0]));
            case "matmul" -> product(call);
            case "reshape" -> reshape(call);
            case "permute" -> file.node("Transpose", read(call), call.outputs, permutation(call.integers));
            case "slice" -> slice(call, declarations.integers(operation));
            case "concat" ->
                file.node("Concat", values.of(call.variables), call.outputs, Attribute.of("axis", call.integers[0]));
            case "pad" -> pad(call);
            case "unstack" -> unstack(call);
            case "stack" -> stack(call);
            case "gather" -> file.node("Gather", values.of(call.variables), call.outputs, Attribute.of("axis", 0));
            case "reduce_mean" ->
                file.node("ReduceMean", read(call), call.outputs, Attribute.of("axes", List.of(call.integers[0])));
            case "reduce_max" ->
                file.node("ReduceMax", read(call), call.outputs, Attribute.of("axes", List.of(call.integers[0])));
            case "reduce_sum" ->
                file.node("ReduceSum", List.of(read(call).get(0), file.integers(call.integers[0])), call.outputs);
            default ->
                throw new UnsupportedOperationException("operation " + call.name + " at " + call.place()
                        + " has no form in ONNX: export the model as safetensors");
        }
    }

    private List<String> read(Call call) {
        return List.of(values.of(call.variable()));
    }

    private static Attribute permutation(long[] axes) {
        return Attribute.of("perm", Arrays.stream(axes).boxed().toList());
    }

    private void product(Call call) {
        List<String> factors = new ArrayList<>(values.of(call.variables));
        for (int i = 0; i < factors.size(); i++) {
            if (call.integers[i] == 1) {
                int rank = declarations.shapeOf(call.variables.get(i)).rank();
                factors.set(i, file.node("Transpose", List.of(factors.get(i)), lastTwoExchanged(rank)));
            }
        }
        file.node("MatMul", factors, call.outputs);
    }

    private static Attribute lastTwoExchanged(int rank) {
        long[] axes = LongStream.range(0, rank).toArray();
        axes[rank - 1] = rank - 2L;
        axes[rank - 2] = rank - 1L;
        return permutation(axes);
    }

    private void reshape(Call call) {
        DynamicShape shape = declarations.shapeOf(call.place());
        String wanted;
        if (shape.dynamicAxes() <= 1) { // the one that is left over follows from the number of elements
            wanted = file.integers(shape.extents().stream()
                    .mapToLong(extent -> extent.isDynamic() ? -1 : extent.fixed())
                    .toArray());
        } else {
            wanted = file.vector(shape.extents());
        }
        file.node("Reshape", List.of(values.of(call.variable()), wanted), call.outputs);
    }

    /** The native operation's integers are where the slice begins, then how long it is. */
    private void slice(Call call, List<Extent> integers) {
        DynamicShape whole = declarations.shapeOf(call.variable());
        DynamicShape part = declarations.shapeOf(call.place());
        List<Integer> cut = IntStream.range(0, whole.rank())
                .filter(axis -> !whole.extent(axis).equals(part.extent(axis)))
                .boxed()
                .toList();
        List<Extent> ends = cut.stream()
                .map(axis -> integers.get(axis).plus(part.extent(axis)))
                .toList();
        file.node(
                "Slice",
                List.of(
                        values.of(call.variable()),
                        file.vector(cut.stream().map(integers::get).toList()),
                        file.vector(ends),
                        file.integers(cut.stream().mapToLong(axis -> axis).toArray())),
                call.outputs);
    }

    private void pad(Call call) {
        INDArray paddings = values.constant(call.variables.get(1)); // [rank, 2]
        int rank = Math.toIntExact(paddings.size(0));
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            pads[axis] = paddings.getLong(axis, 0);
            pads[rank + axis] = paddings.getLong(axis, 1);
        }
        file.node("Pad", List.of(values.of(call.variable()), file.integers(pads)), call.outputs);
    }

    private void unstack(Call call) {
        if (declarations.shapeOf(call.variable()).isDynamic(0)) {
            throw new UnsupportedOperationException(
                    "operation unstack at " + call.place() + " takes apart what is of any size: it cannot be exported");
        }
        List<String> slices =
                call.outputs.stream().map(output -> output + " slice").toList();
        file.node("Split", read(call), slices, Attribute.of("axis", 0));
        for (int i = 0; i < slices.size(); i++) {
            file.node("Squeeze", List.of(slices.get(i), file.integers(0)), List.of(call.outputs.get(i)));
        }
    }

    private void stack(Call call) {
        List<String> slices = values.of(call.variables).stream()
                .map(part -> file.node("Unsqueeze", List.of(part, file.integers(0))))
                .toList();
        file.node("Concat", Collections.unmodifiableList(slices), call.outputs, Attribute.of("axis", 0));
    }
}
