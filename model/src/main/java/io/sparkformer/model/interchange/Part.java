package io.sparkformer.model.interchange;

import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What one of their tensors is of ours: all of it, or one of {@code count} equal parts along the first axis, which lie one
 * after the other in the flat buffer.
 *
 * @param parameter ours
 * @param index of the part
 * @param count of all parts
 */
record Part(ParameterSpec parameter, int index, int count) {
    List<Long> shape() {
        List<Long> shape = new ArrayList<>(parameter.shape());
        if (count > 1) {
            shape.set(0, shape.get(0) / count);
        }
        return shape;
    }

    /** Its first place in the flat buffer. */
    int offset() {
        return parameter.offset() + index * length();
    }

    int length() {
        return parameter.length() / count;
    }
}
