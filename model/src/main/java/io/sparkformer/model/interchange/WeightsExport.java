package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** A model's weights under another library's names, or under our own. */
public final class WeightsExport {
    private WeightsExport() {}

    /**
     * The tensors of a checkpoint of that library; they share the buffer's memory.
     *
     * @param values in layout order
     * @throws IllegalArgumentException if the library's models have no counterpart to a parameter
     */
    public static List<NamedTensor> tensors(KeyFamily family, ParameterLayout layout, float[] values) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (ParameterSpec parameter : layout.parameters()) {
            List<String> names = family.written().theirs(parameter.name());
            if (names.isEmpty()) {
                throw new IllegalArgumentException(family.label() + "'s Vision Transformers have no counterpart to "
                        + parameter.name() + ": they read the class token; export a model of model.pooling = mean as"
                        + " timm, and one of another family as sparkformer");
            }
            for (int index = 0; index < names.size(); index++) {
                Part part = new Part(parameter, index, names.size());
                tensors.add(new NamedTensor(names.get(index), part.shape(), values, part.offset(), part.length()));
            }
        }
        return tensors;
    }
}
