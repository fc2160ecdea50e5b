package io.sparkformer.benchmark.model;

import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The parameters as leaves of PyTorch's autograd, by our names, which are timm's. */
public final class TorchWeights {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Copies {@code values}, which are in layout order. */
    public TorchWeights(ParameterLayout layout, float[] values) {
        for (ParameterSpec parameter : layout.parameters()) {
            Tensor tensor = torch.empty(parameter.dimensions());
            tensor.data_ptr_float()
                    .put(Arrays.copyOfRange(values, parameter.offset(), parameter.offset() + parameter.length()));
            tensor.set_requires_grad(true);
            tensors.put(parameter.name(), tensor);
        }
    }

    /** The parameter called {@code name}. */
    public Tensor of(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
