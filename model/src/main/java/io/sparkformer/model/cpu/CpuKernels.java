package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.Kernels;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.OperationCall;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.Storage;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
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
    private final Map<String, Integer> fallbacks = new TreeMap<>();
    private final Precision precision;
    private final Workshop workshop;

    /** An engine whose products with weights are computed in this precision. */
    public CpuKernels(Precision precision) {
        this.precision = precision;
        this.workshop = new Workshop(library, precision);
    }

    /** Whether this CPU has the instructions that a precision takes. */
    public static boolean has(Precision precision) {
        try (OneDnn library = new OneDnn()) {
            return MatMulPrimitive.exists(library, precision == Precision.BF16 ? dnnl_bf16 : dnnl_f32);
        }
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
        return call.inputs().get(0).type() == DataType.FLOAT
                && CompositeRegistry.of(call.composite())
                        .filter(kernels -> kernels.take(call))
                        .isPresent();
    }

    @Override
    public Set<Integer> gradientReads(CompositeCall gradient) {
        return kernels(gradient).readBy(gradient);
    }

    @Override
    public boolean gradientReadsOutput(CompositeCall gradient) {
        return kernels(gradient).outputReader().reads(workshop, gradient);
    }

    @Override
    public boolean absorbs(CompositeCall call) {
        return call.forward() == null
                ? call.composite() instanceof Composite.Linear
                : call.composite() instanceof Composite.Embedding;
    }

    @Override
    public boolean writesHalf(CompositeCall call, int output) {
        return precision == Precision.BF16 && kernels(call).half().writes(call, output);
    }

    @Override
    public boolean readsHalf(CompositeCall call, int input) {
        return precision == Precision.BF16 && kernels(call).half().reads(call, input);
    }

    @Override
    public long scratchLength(CompositeCall call) {
        return kernels(call).scratch().length(workshop, call);
    }

    @Override
    public long savedLength(CompositeCall forward) {
        return kernels(forward).saved().length(workshop, forward);
    }

    @Override
    public Kernel bind(OperationCall call) {
        Optional<Kernel> own = ElementwiseKernels.of(library, call).or(() -> MatMulKernels.of(library, call));
        return own.orElseGet(() -> {
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
        return kernels(binding.call()).make(workshop, binding);
    }

    private static CompositeKernels kernels(CompositeCall call) {
        return CompositeRegistry.of(call.composite())
                .orElseThrow(() -> new IllegalStateException("there is no fast kernel of " + call));
    }

    @Override
    public void close() {
        library.close();
        fallback.close();
    }
}
