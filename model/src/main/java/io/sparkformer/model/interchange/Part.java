package io.sparkformer.model.interchange;

import io.sparkformer.model.graph.ParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What one of their tensors is of ours: all of it, or one of {@code count} equal parts along the first axis, which lie one
 * after the other in the flat buffer.
 *
 * @param parameter ours
 * @param index of the part
 * @param count of all parts
 * @param transposed whether theirs is our matrix with its axes exchanged
 */
record Part(ParameterSpec parameter, int index, int count, boolean transposed) {
    /** Of their tensor. */
    List<Long> shape() {
        List<Long> shape = new ArrayList<>(parameter.shape());
        if (count > 1) {
            shape.set(0, shape.get(0) / count);
        }
        if (transposed) {
            Collections.reverse(shape);
        }
        return shape;
    }

    /** From their order to ours, or back: a matrix of {@code rows} becomes one of as many columns. */
    static float[] transpose(float[] values, int from, int length, int rows) {
        float[] result = new float[length];
        int columns = length / rows;
        for (int i = 0; i < length; i++) {
            result[i % columns * rows + i / columns] = values[from + i];
        }
        return result;
    }

    /** Its first place in the flat buffer. */
    int offset() {
        return parameter.offset() + index * length();
    }

    int length() {
        return parameter.length() / count;
    }
}
