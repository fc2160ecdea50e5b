package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch;

/** The inputs of a graph as PyTorch's tensors. */
public final class TorchInputs {
    private final Map<String, float[]> values;
    private final Map<String, org.bytedeco.pytorch.Tensor> tensors = new HashMap<>();
    private final Map<String, org.bytedeco.pytorch.Tensor> classes = new HashMap<>();

    /** Allocates them. */
    public TorchInputs(ModelGraph graph, Map<String, float[]> values) {
        this.values = Map.copyOf(values);
        graph.inputs().forEach((name, input) -> {
            tensors.put(name, torch.empty(input.shape()));
            if (name.equals("targets")) {
                classes.put(name, torch.tensor(classIndices(input)));
            }
        });
        refill();
    }

    /** Copies the values in again, as a new batch would be. */
    public void refill() {
        values.forEach((name, array) -> of(name).data_ptr_float().put(array));
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
