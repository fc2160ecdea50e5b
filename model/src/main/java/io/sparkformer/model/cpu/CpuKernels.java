package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.OperationCall;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.Storage;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs composites by oneDNN and OpenBLAS in single precision, and everything else as ND4J does, in the same memory.
 *
 * <p>An engine belongs to one plan and one thread.
 */
public final class CpuKernels implements Kernels {
    private final Nd4jKernels fallback = new Nd4jKernels();
    private final OneDnn library = new OneDnn();
    private final List<Storage> scratch = new ArrayList<>();
    private final Map<String, Integer> fallbacks = new TreeMap<>();
    private final Precision precision;

    /** An engine whose products with weights are computed in this precision. */
    public CpuKernels(Precision precision) {
        this.precision = precision;
    }

    @Override
    public Storage allocate(DataType type, long length) {
        return fallback.allocate(type, length);
    }

    @Override
    public Storage constant(INDArray value) {
        return fallback.constant(value);
    }

    @Override
    public boolean fuses(CompositeCall call) {
        return call.inputs().get(0).type() == DataType.FLOAT;
    }

    @Override
    public Set<Integer> gradientReads(CompositeCall gradient) {
        if (gradient.composite() instanceof Composite.Linear) {
            return LinearKernels.gradientReads(precision);
        }
        return gradient.composite() instanceof Composite.LayerNorm ? Set.of(0, 1) : Set.of(0);
    }

    @Override
    public long savedLength(CompositeCall forward) {
        if (forward.composite() instanceof Composite.Linear) {
            return LinearKernels.savedLength(forward, precision);
        }
        if (forward.composite() instanceof Composite.LayerNorm) {
            Tensor x = forward.inputs().get(0);
            return LayerNormKernels.savedLength(x.length() / x.dimension(-1));
        }
        return 0;
    }

    @Override
    public Kernel bind(OperationCall call) {
        return ElementwiseKernels.of(library, call).orElseGet(() -> {
            fallbacks.merge(call.operation().opName(), 1, Integer::sum);
            return fallback.bind(call);
        });
    }

    @Override
    public Map<String, Integer> fallbacks() {
        return Collections.unmodifiableMap(fallbacks);
    }

    @Override
    public Kernel bind(CompositeBinding binding) {
        Composite composite = binding.call().composite();
        boolean forward = binding.call().forward() == null;
        if (composite instanceof Composite.Linear) {
            LinearKernels kernels = new LinearKernels(library, binding, precision, this::scratch);
            return forward ? kernels.forward() : kernels.backward();
        }
        if (composite instanceof Composite.LayerNorm settings) {
            LayerNormKernels kernels = new LayerNormKernels(library, binding, settings);
            return forward ? kernels.forward() : kernels.backward(this::scratch);
        }
        if (composite instanceof Composite.Gelu) {
            return forward ? GeluKernels.forward(library, binding) : GeluKernels.backward(library, binding);
        }
        Composite.SelfAttention settings = (Composite.SelfAttention) composite;
        AttentionKernels kernels = new AttentionKernels(library, binding, settings);
        return forward ? kernels.forward(this::scratch) : kernels.backward(this::scratch);
    }

    /** Memory that a kernel uses only while it runs; all kernels of a plan share it. */
    private View scratch(long length) {
        if (scratch.isEmpty() || scratch.get(scratch.size() - 1).length() < length) {
            scratch.add(allocate(DataType.FLOAT, length));
        }
        return new View(scratch.get(scratch.size() - 1), 0, length);
    }

    @Override
    public void close() {
        library.close();
        scratch.forEach(Storage::close);
        fallback.close();
    }
}
