package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Composite;
import java.util.Map;
import java.util.Optional;

/** The composites that have fast kernels. */
final class CompositeRegistry {
    private static final Map<Class<? extends Composite>, CompositeKernels> KNOWN = Map.ofEntries(
            Map.entry(Composite.Linear.class, LinearKernels.KIND),
            Map.entry(Composite.LayerNorm.class, LayerNormKernels.KIND),
            Map.entry(Composite.Activation.class, ActivationKernels.KIND),
            Map.entry(Composite.Embedding.class, EmbeddingKernels.KIND),
            Map.entry(Composite.CrossEntropy.class, CrossEntropyKernels.KIND),
            Map.entry(Composite.SparseCrossEntropy.class, SparseCrossEntropyKernels.KIND),
            Map.entry(Composite.BinaryCrossEntropy.class, BinaryCrossEntropyKernels.KIND),
            Map.entry(Composite.LinearChain.class, LinearChainKernels.KIND),
            Map.entry(Composite.TakeAlongAxis.class, TakeAlongAxisKernels.KIND),
            Map.entry(Composite.Order.class, OrderKernel.KIND),
            Map.entry(Composite.Convolution.class, ConvolutionKernels.KIND),
            Map.entry(Composite.TransposedConvolution.class, ConvolutionKernels.KIND),
            Map.entry(Composite.Pooling.class, PoolingKernels.KIND),
            Map.entry(Composite.SelfAttention.class, AttentionKernels.KIND));

    private CompositeRegistry() {}

    /** The kernels of a kind of composite; empty if there are none. */
    static Optional<CompositeKernels> of(Composite composite) {
        return AttentionKernels.isSparse(composite)
                ? Optional.of(SparseAttentionKernels.KIND)
                : Optional.ofNullable(KNOWN.get(composite.getClass()));
    }
}
