package io.sparkformer.model.cpu;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** The numbers of an operand of four axes, read one by one; an axis of a single place broadcasts. */
final class Elements {
    private final FloatBuffer buffer;
    private final int[] strides = new int[4];

    Elements(Operand operand) {
        long last = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            long extent = operand.dimension(axis);
            long stride = operand.strides()[axis];
            strides[axis] = extent == 1 ? 0 : Math.toIntExact(stride);
            last += (extent - 1) * stride;
        }
        this.buffer = new FloatPointer(operand.pointer()).capacity(last + 1).asBuffer();
    }

    float at(int sample, int head, int row, int column) {
        return buffer.get(place(sample, head, row) + column * strides[3]);
    }

    void put(int sample, int head, int row, int column, float value) {
        buffer.put(place(sample, head, row) + column * strides[3], value);
    }

    /** The sum over a row's columns of products with those of another row, whose columns are neighbours too. */
    double product(int sample, int head, int row, Elements other, int otherRow, int columns) {
        int first = place(sample, head, row);
        int second = other.place(sample, head, otherRow);
        double sum = 0;
        for (int column = 0; column < columns; column++) {
            sum += (double) buffer.get(first + column) * other.buffer.get(second + column);
        }
        return sum;
    }

    private int place(int sample, int head, int row) {
        return sample * strides[0] + head * strides[1] + row * strides[2];
    }
}
