package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;

import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.OperationCall;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.nd4j.linalg.api.buffer.DataType;

/** Functions of single elements, and sums, differences and products of arrays, the second one broadcast along some axes. */
final class ElementwiseKernels {
    private static final Map<String, Integer> ALGORITHMS =
            Map.of(Arithmetic.ADD, dnnl_binary_add, "subtract", dnnl_binary_sub, Arithmetic.MULTIPLY, dnnl_binary_mul);

    private static final Map<String, Integer> FUNCTIONS =
            Map.of("tanh", dnnl_eltwise_tanh, "sigmoid", dnnl_eltwise_logistic);

    private ElementwiseKernels() {}

    /** The kernel of an operation of this kind; empty for others. */
    static Optional<Kernel> of(OneDnn library, OperationCall call) {
        if (call.outputTypes().get(0) != DataType.FLOAT) {
            return Optional.empty();
        }
        Integer function = FUNCTIONS.get(call.operation().opName());
        return function == null ? binary(library, call) : Optional.of(unary(library, function, call));
    }

    private static Kernel unary(OneDnn library, int function, OperationCall call) {
        View x = call.inputs().get(0);
        return EltwisePrimitive.forward(
                library,
                function,
                Operand.of(x, x.length()),
                Operand.of(call.outputs().get(0), x.length()));
    }

    private static Optional<Kernel> binary(OneDnn library, OperationCall call) {
        Integer algorithm = ALGORITHMS.get(call.operation().opName());
        if (algorithm == null) {
            return Optional.empty();
        }
        View output = call.outputs().get(0);
        View first = call.inputs().get(0);
        View second = call.inputs().get(1);
        if (algorithm != dnnl_binary_sub && first.length() < second.length()) {
            first = call.inputs().get(1);
            second = call.inputs().get(0);
        }
        if (output.length() == 0 || output.shape().length == 0 || !Arrays.equals(first.shape(), output.shape())) {
            return Optional.empty();
        }
        return Optional.of(kernel(library, algorithm, first, second, output));
    }

    /** c = a + b, of which b broadcasts to a; c may be a. */
    static Kernel add(OneDnn library, Operand a, Operand b, Operand c) {
        return kernel(library, dnnl_binary_add, a, b, c);
    }

    private static Kernel kernel(OneDnn library, int algorithm, View first, View second, View output) {
        long[] shape = first.shape();
        long[] broadcast = aligned(second.shape(), shape.length);
        long rows = rowsOfColumn(shape, broadcast);
        if (rows > 0) {
            shape = new long[] {1, rows, first.length() / rows};
            broadcast = new long[] {1, rows, 1};
        } else {
            long[] repeated = repeatedRows(shape, broadcast);
            if (repeated.length > 0) {
                shape = repeated;
                broadcast = new long[] {repeated[0], 1, repeated[2]};
            }
        }
        return kernel(
                library, algorithm, Operand.of(first, shape), Operand.of(second, broadcast), Operand.of(output, shape));
    }

    /**
     * How many rows there are where the second array has one number for each, a column beside a matrix; else 0. For images whose channels are
     * these rows oneDNN has a fast kernel, for columns of more axes only its slowest.
     */
    private static long rowsOfColumn(long[] shape, long[] broadcast) {
        int axis = 0;
        long rows = 1;
        while (axis < shape.length && broadcast[axis] == shape[axis]) {
            rows *= shape[axis++];
        }
        boolean column = Arrays.stream(broadcast, axis, shape.length).allMatch(extent -> extent == 1);
        return axis < shape.length && rows > 1 && column ? rows : 0;
    }

    /**
     * Where each of several matrices has a row of its own, [matrices, rows, columns]; else nothing. With more axes oneDNN has only its slowest
     * kernel for them too.
     */
    private static long[] repeatedRows(long[] shape, long[] broadcast) {
        int axis = 0;
        long matrices = 1;
        while (axis < shape.length && broadcast[axis] == shape[axis]) {
            matrices *= shape[axis++];
        }
        long rows = 1;
        while (axis < shape.length && broadcast[axis] == 1 && shape[axis] > 1) {
            rows *= shape[axis++];
        }
        long columns = 1;
        while (axis < shape.length && broadcast[axis] == shape[axis]) {
            columns *= shape[axis++];
        }
        return axis == shape.length && matrices > 1 && rows > 1 && columns > 1
                ? new long[] {matrices, rows, columns}
                : new long[0];
    }

    /** c = a b, element by element, by a primitive that arrays of these layouts share; c may be one of the others. */
    static SharedKernel sharedProduct(OneDnn library, Operand a, Operand b, Operand c) {
        return new Primitive.Builder(library)
                .movable(DNNL_ARG_SRC_0, a)
                .movable(DNNL_ARG_SRC_1, b)
                .movable(DNNL_ARG_DST, c)
                .shared("element-wise product", () -> description(library, dnnl_binary_mul, a, b, c));
    }

    private static Kernel kernel(OneDnn library, int algorithm, Operand a, Operand b, Operand c) {
        return new Primitive.Builder(library)
                .argument(DNNL_ARG_SRC_0, a)
                .argument(DNNL_ARG_SRC_1, b)
                .argument(DNNL_ARG_DST, c)
                .build(description(library, algorithm, a, b, c));
    }

    private static dnnl_primitive_desc description(OneDnn library, int algorithm, Operand a, Operand b, Operand c) {
        dnnl_primitive_desc description = new dnnl_primitive_desc();
        OneDnn.check(
                dnnl_binary_primitive_desc_create(
                        description,
                        library.engine(),
                        algorithm,
                        library.descriptor(a),
                        library.descriptor(b),
                        library.descriptor(c),
                        Attributes.NONE.create(library)),
                "an element-wise operation");
        return library.own(description, org.bytedeco.dnnl.global.dnnl::dnnl_primitive_desc_destroy);
    }

    private static long[] aligned(long[] shape, int rank) {
        long[] aligned = new long[rank];
        Arrays.fill(aligned, 1);
        System.arraycopy(shape, 0, aligned, rank - shape.length, shape.length);
        return aligned;
    }
}
