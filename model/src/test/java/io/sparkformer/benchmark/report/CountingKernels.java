package io.sparkformer.benchmark.report;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.OperationCall;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.plan.Storage;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * An engine that computes nothing and counts the matrix products of the plan that is compiled for it: what the graph asks
 * for before any engine fuses it.
 *
 * <p>Products with a constant are not counted: the plan writes the sum over the rows of a bias's gradient as a product with
 * ones, which is no work of the model.
 */
public final class CountingKernels implements Kernels {
    private final MatrixProducts products = new MatrixProducts();

    private CountingKernels() {}

    /** The matrix products of one training step: forward and backward. */
    public static MatrixProducts ofTrainingStep(ModelGraph graph) {
        CountingKernels engine = new CountingKernels();
        StepPlan.forTraining(graph, engine).close();
        return engine.products;
    }

    @Override
    public Storage allocate(DataType type, long length) {
        return new NoStorage(length, false);
    }

    @Override
    public Storage constant(INDArray value) {
        return new NoStorage(value.length(), true);
    }

    @Override
    public Kernel bind(OperationCall call) {
        if (call.operation().opName().equals("matmul")
                && !isConstant(call.inputs().get(0))) {
            products.add(product(call));
        }
        return () -> {};
    }

    @Override
    public boolean fuses(CompositeCall call) {
        return false;
    }

    @Override
    public Set<Integer> gradientReads(CompositeCall gradient) {
        throw new IllegalStateException("nothing is fused here, not " + gradient);
    }

    @Override
    public boolean gradientReadsOutput(CompositeCall gradient) {
        throw new IllegalStateException("nothing is fused here, not " + gradient);
    }

    @Override
    public boolean absorbs(CompositeCall call) {
        return false;
    }

    @Override
    public boolean writesHalf(CompositeCall call, int output) {
        return false;
    }

    @Override
    public boolean readsHalf(CompositeCall call, int input) {
        return false;
    }

    @Override
    public long scratchLength(CompositeCall call) {
        return 0;
    }

    @Override
    public long savedLength(CompositeCall forward) {
        return 0;
    }

    @Override
    public Kernel bind(CompositeBinding call) {
        throw new IllegalStateException("nothing is fused here, not " + call.call());
    }

    @Override
    public Map<String, Integer> fallbacks() {
        return Map.of();
    }

    @Override
    public void close() {}

    private static boolean isConstant(View view) {
        return ((NoStorage) view.storage()).constant();
    }

    private static MatrixProduct product(OperationCall call) {
        long[] transposed = ((CustomOp) call.operation()).iArgs();
        long[] a = call.inputs().get(0).shape();
        long[] y = call.outputs().get(0).shape();
        int rank = y.length;
        boolean transposeA = transposed[0] != 0;
        long batch = Arrays.stream(y, 0, rank - 2).reduce(1, (left, right) -> left * right);
        return new MatrixProduct(
                batch, y[rank - 2], y[rank - 1], a[rank - (transposeA ? 2 : 1)], transposeA, transposed[1] != 0);
    }

    /** A region that takes no memory. */
    private record NoStorage(long length, boolean constant) implements Storage {
        @Override
        public void write(long offset, float[] source, int from, int count) {}

        @Override
        public void read(long offset, float[] target, int from, int count) {}

        @Override
        public void write(long offset, double[] source, int from, int count) {}

        @Override
        public void read(long offset, double[] target, int from, int count) {}

        @Override
        public void write(long offset, int[] source, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void read(long offset, int[] target, int from, int count) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public Pointer pointer(long offset) {
            throw new UnsupportedOperationException("nothing is stored here");
        }

        @Override
        public void close() {}
    }
}
