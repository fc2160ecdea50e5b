package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.OperationCall;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;

/** Products of batches of matrices, which ND4J multiplies number by number. */
final class MatMulKernels {
    private MatMulKernels() {}

    /** The kernel of a product over leading axes; empty for other operations. */
    static Optional<Kernel> of(OneDnn library, OperationCall call) {
        View product = call.outputs().get(0);
        if (!call.operation().opName().equals("matmul")
                || call.outputTypes().get(0) != DataType.FLOAT
                || product.shape().length < 3) {
            return Optional.empty();
        }
        long[] transposed = ((CustomOp) call.operation()).iArgs();
        return Optional.of(MatMulPrimitive.of(
                library,
                factor(call.inputs().get(0), transposed[0] == 1),
                factor(call.inputs().get(1), transposed[1] == 1),
                batch(product)));
    }

    private static Operand factor(View view, boolean transposed) {
        return transposed ? batch(view).transposed() : batch(view);
    }

    /** [matrices, rows, columns]. */
    private static Operand batch(View view) {
        long[] shape = view.shape();
        int rank = shape.length;
        long matrices = Arrays.stream(shape).limit(rank - 2).reduce(1, (a, b) -> a * b);
        return Operand.of(view, matrices, shape[rank - 2], shape[rank - 1]);
    }
}
