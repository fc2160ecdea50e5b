package io.sparkformer.model.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * One use of a {@link Composite} in a graph, or the gradient of one: the operations between its first and its last are its
 * expansion, and nothing outside reads what lies between.
 */
public final class CompositeCall {
    private final Composite composite;
    private final @Nullable CompositeCall forward;
    private final List<Tensor> inputs;
    private final List<@Nullable Tensor> outputs = new ArrayList<>();

    private CompositeCall(Composite composite, @Nullable CompositeCall forward, List<Tensor> inputs) {
        this.composite = composite;
        this.forward = forward;
        this.inputs = List.copyOf(inputs);
    }

    /** Which operation. */
    public Composite composite() {
        return composite;
    }

    /** The call that this one is the gradient of; null if this is not a gradient. */
    public @Nullable CompositeCall forward() {
        return forward;
    }

    /** The operation's inputs; for a gradient the gradient of the output behind them. */
    public List<Tensor> inputs() {
        return inputs;
    }

    /** The output; for a gradient one for each input of the operation, null where nobody asks for it. */
    public List<@Nullable Tensor> outputs() {
        return outputs;
    }

    /** The output of a call that is not a gradient. */
    public Tensor output() {
        return Objects.requireNonNull(outputs.get(0));
    }

    /**
     * Declares a call with the operations that {@code expansion} declares. A composite within another one is part of it. One
     * of which two inputs are the same tensor is nothing but its expansion: their gradients are parts of one sum, which no
     * kernel knows of that writes each to a place of its own.
     */
    static Tensor declare(Composite composite, List<Tensor> inputs, Supplier<Tensor> expansion) {
        if (inputs.stream().map(Tensor::name).distinct().count() < inputs.size()) {
            return expansion.get();
        }
        CompositeCall call = new CompositeCall(composite, null, inputs);
        SameDiff graph = inputs.get(0).graph();
        int before = graph.getOps().size();
        Tensor output = expansion.get();
        call.outputs.add(output);
        call.enclose(graph, before);
        return output;
    }

    /**
     * Declares the gradient: its expansion is that of this call, differentiated operation by operation.
     *
     * @param members the operations of this call
     * @param outputGradient the loss's gradient for the output
     * @param wanted names of the inputs whose gradient is asked for
     * @return by the input's name
     */
    Map<String, Tensor> gradient(List<SameDiffOp> members, Tensor outputGradient, Set<String> wanted) {
        List<Tensor> gradientInputs = new ArrayList<>(inputs);
        gradientInputs.add(outputGradient);
        CompositeCall call = new CompositeCall(composite, this, gradientInputs);
        SameDiff graph = outputGradient.graph();
        int before = graph.getOps().size();
        Tensor output = Objects.requireNonNull(outputs.get(0));
        Map<String, Tensor> gradients = Differentiation.within(
                members,
                output,
                outputGradient,
                inputs.stream().filter(input -> wanted.contains(input.name())).toList());
        for (Tensor input : inputs) {
            call.outputs.add(gradients.get(input.name()));
        }
        call.enclose(graph, before);
        return gradients;
    }

    private void enclose(SameDiff graph, int before) {
        graph.getOps().values().stream()
                .skip(before)
                .forEach(operation ->
                        ((StaticOperation) operation.getOp()).membership().join(this));
    }

    /** The kind of operation, for people. */
    public String name() {
        return (forward == null ? "" : "gradient of ") + composite.getClass().getSimpleName();
    }

    @Override
    public String toString() {
        return name() + " of " + inputs;
    }
}
