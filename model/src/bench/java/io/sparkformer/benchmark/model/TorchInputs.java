package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.InputValues;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The inputs of a graph as PyTorch's tensors, integers as 64-bit ones, which all of its operations take. */
public final class TorchInputs {
    private final Map<String, float[]> reals = new HashMap<>();
    private final Map<String, long[]> integers = new HashMap<>();
    private final Map<String, org.bytedeco.pytorch.Tensor> tensors = new HashMap<>();
    private final Map<String, org.bytedeco.pytorch.Tensor> classes = new HashMap<>();

    /** Allocates them. */
    public TorchInputs(ModelGraph graph, Map<String, InputValues> values) {
        values.forEach((name, value) -> {
            long[] shape = graph.input(name).shape();
            if (value instanceof InputValues.Reals real) {
                reals.put(name, real.values());
                tensors.put(name, torch.empty(shape));
            } else if (value instanceof InputValues.Integers integer) {
                integers.put(
                        name, Arrays.stream(integer.values()).asLongStream().toArray());
                tensors.put(name, torch.zeros(shape, new TensorOptions(ScalarType.Long)));
            }
        });
        if (values.containsKey("targets")) {
            classes.put("targets", torch.tensor(classIndices(graph.input("targets"))));
        }
        refill();
    }

    /** Copies the values in again, as a new batch would be. */
    public void refill() {
        reals.forEach((name, array) -> of(name).data_ptr_float().put(array));
        integers.forEach((name, array) -> of(name).data_ptr_long().put(array));
    }

    /** An input's values. */
    public org.bytedeco.pytorch.Tensor of(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** The classes [B] that an input of distributions [B, classes] stands for, as PyTorch likes them best. */
    public org.bytedeco.pytorch.Tensor classes(String name) {
        return Objects.requireNonNull(classes.get(name), name);
    }

    private static long[] classIndices(Tensor input) {
        long[] indices = new long[Math.toIntExact(input.dimension(0))];
        for (int row = 0; row < indices.length; row++) {
            indices[row] = Values.targetClass(row, Math.toIntExact(input.dimension(1)));
        }
        return indices;
    }
}
