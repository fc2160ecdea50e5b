package io.sparkformer.model.interchange;

import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model's weights under another library's names, or under our own. */
public final class WeightsExport {
    private WeightsExport() {}

    /**
     * The tensors of a checkpoint of that library; but for transposed ones they share the buffer's memory.
     *
     * @param values in layout order
     * @throws IllegalArgumentException if the library's models have no counterpart to a parameter
     */
    public static List<NamedTensor> tensors(KeyFamily family, ParameterLayout layout, float[] values) {
        List<NamedTensor> tensors = new ArrayList<>();
        for (ParameterSpec parameter : layout.parameters()) {
            Map<String, Part> parts = family.written().parts(parameter);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException(
                        family.label() + " has no counterpart to " + parameter.name() + ": " + family.remedy());
            }
            parts.forEach((name, part) -> tensors.add(tensor(name, part, values)));
        }
        return tensors;
    }

    private static NamedTensor tensor(String name, Part part, float[] values) {
        if (!part.transposed()) {
            return new NamedTensor(name, part.shape(), values, part.offset(), part.length());
        }
        int rows = Math.toIntExact(part.shape().get(1));
        float[] transposed = Part.transpose(values, part.offset(), part.length(), rows);
        return new NamedTensor(name, part.shape(), transposed, 0, transposed.length);
    }
}
