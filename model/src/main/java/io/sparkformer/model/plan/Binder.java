package io.sparkformer.model.plan;

import io.sparkformer.model.operation.CompositeCall;
import io.sparkformer.model.operation.GraphNode;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Binds each run of a node to the places of what it reads and writes. */
final class Binder {
    private final Placement placement;
    private final Kernels engine;

    Binder(Placement placement, Kernels engine) {
        this.placement = placement;
        this.engine = engine;
    }

    Kernel bind(Execution execution) {
        CompositeCall call = execution.call();
        return call == null
                ? engine.bind(operation(execution, ((GraphNode.Primitive) execution.node()).operation()))
                : engine.bind(composite(execution, call));
    }

    /** What runs and where in the model, for people. */
    static String place(Execution execution) {
        CompositeCall call = execution.call();
        String kind = call == null
                ? ((GraphNode.Primitive) execution.node()).operation().getOp().opName()
                : call.name();
        return kind + " at " + execution.result();
    }

    private CompositeBinding composite(Execution execution, CompositeCall call) {
        List<@Nullable View> outputs = new ArrayList<>();
        for (Tensor output : call.outputs()) {
            outputs.add(output == null ? null : placement.view(execution.written(output.name())));
        }
        return new CompositeBinding(
                call,
                call.inputs().stream()
                        .map(input -> placement.view(execution.version(input.name())))
                        .toList(),
                outputs,
                forwardOutput(execution, call),
                execution.absorbed().stream().map(this::epilogue).toList(),
                placement.saved(execution),
                placement.scratch(execution));
    }

    private @Nullable View forwardOutput(Execution execution, CompositeCall call) {
        CompositeCall forward = call.forward();
        return forward != null && engine.gradientReadsOutput(call)
                ? placement.view(execution.version(forward.output().name()))
                : null;
    }

    private Epilogue epilogue(Absorbed absorbed) {
        return absorbed.addend() == null
                ? new Epilogue.Activation(Objects.requireNonNull(absorbed.function()))
                : new Epilogue.Sum(placement.view(absorbed.addend()));
    }

    private OperationCall operation(Execution execution, SameDiffOp operation) {
        List<String> inputs = operation.getInputsToOp();
        List<String> outputs = operation.getOutputsOfOp();
        return new OperationCall(
                operation.getOp(),
                outputs.get(0),
                views(execution, inputs),
                inputs.stream().map(placement::type).toList(),
                views(execution, outputs),
                outputs.stream().map(placement::type).toList());
    }

    private List<View> views(Execution execution, List<String> variables) {
        return variables.stream()
                .map(variable -> placement.view(execution.version(variable)))
                .toList();
    }
}
