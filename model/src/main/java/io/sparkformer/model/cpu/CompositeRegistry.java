package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CompositeBinding;
import java.util.Map;
import java.util.Optional;

/** The composites that have fast kernels. */
final class CompositeRegistry {
    private static final Map<Class<? extends Composite>, CompositeKernels> KNOWN = Map.ofEntries(
            Map.entry(Composite.Linear.class, linear()),
            Map.entry(Composite.LayerNorm.class, layerNorm()),
            Map.entry(Composite.Activation.class, activation()),
            Map.entry(
                    Composite.Embedding.class,
                    new CompositeKernels(EmbeddingKernels::forward, EmbeddingKernels::backward)),
            Map.entry(
                    Composite.CrossEntropy.class,
                    new CompositeKernels(CrossEntropyKernels::forward, CrossEntropyKernels::backward)),
            Map.entry(
                    Composite.SparseCrossEntropy.class,
                    new CompositeKernels(SparseCrossEntropyKernels::forward, SparseCrossEntropyKernels::backward)),
            Map.entry(
                    Composite.BinaryCrossEntropy.class,
                    new CompositeKernels(BinaryCrossEntropyKernels::forward, BinaryCrossEntropyKernels::backward)),
            Map.entry(
                    Composite.TakeAlongAxis.class,
                    new CompositeKernels(TakeAlongAxisKernels::forward, TakeAlongAxisKernels::backward)),
            Map.entry(Composite.Order.class, CompositeKernels.withoutGradient(OrderKernel::forward)),
            Map.entry(Composite.SelfAttention.class, selfAttention()));

    private CompositeRegistry() {}

    /** The kernels of a kind of composite; empty if there are none. */
    static Optional<CompositeKernels> of(Composite composite) {
        return Optional.ofNullable(KNOWN.get(composite.getClass()));
    }

    private static CompositeKernels linear() {
        return new CompositeKernels(
                (workshop, binding) -> linear(workshop, binding).forward(),
                (workshop, binding) -> linear(workshop, binding).backward(),
                LinearKernels::savedLength);
    }

    private static LinearKernels linear(Workshop workshop, CompositeBinding binding) {
        return new LinearKernels(workshop.library(), binding, workshop.precision(), workshop.scratch());
    }

    private static CompositeKernels layerNorm() {
        return new CompositeKernels(
                (workshop, binding) -> layerNorm(workshop, binding).forward(),
                (workshop, binding) -> layerNorm(workshop, binding).backward(workshop.scratch()),
                (call, precision) -> {
                    Tensor x = call.inputs().get(0);
                    return LayerNormKernels.savedLength(x.length() / x.dimension(-1));
                });
    }

    private static LayerNormKernels layerNorm(Workshop workshop, CompositeBinding binding) {
        return new LayerNormKernels(workshop.library(), binding, (Composite.LayerNorm)
                binding.call().composite());
    }

    private static CompositeKernels activation() {
        return new CompositeKernels(
                (workshop, binding) -> ActivationKernels.forward(workshop.library(), binding),
                (workshop, binding) -> ActivationKernels.backward(workshop.library(), binding));
    }

    private static CompositeKernels selfAttention() {
        return new CompositeKernels(
                (workshop, binding) -> selfAttention(workshop, binding).forward(workshop.scratch()),
                (workshop, binding) -> selfAttention(workshop, binding).backward(workshop.scratch()));
    }

    private static AttentionKernels selfAttention(Workshop workshop, CompositeBinding binding) {
        return new AttentionKernels(workshop.library(), binding, (Composite.SelfAttention)
                binding.call().composite());
    }
}
