package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Arrays;

/**
 * Sorts each row. A key holds an element in its upper half and the element's place in its lower one, so that no two keys are
 * equal and any sorting of integers is stable. NaN counts as the largest.
 */
final class OrderKernel implements Kernel {
    static final CompositeKernels KIND = CompositeKernels.withoutGradient(OrderKernel::forward);

    private final Matrix matrix;
    private final View output;
    private final boolean descending;
    private final float[] row;
    private final long[] keys;
    private final int[] places;
    private final int count;

    private OrderKernel(CompositeBinding call, Composite.Order settings) {
        this.row = new float[Math.toIntExact(call.call().inputs().get(0).dimension(-1))];
        this.keys = new long[row.length];
        this.matrix = new Matrix(call.input(0), row.length);
        this.output = call.output();
        this.places = new int[Math.toIntExact(output.length())];
        this.count = settings.count();
        this.descending = settings.descending();
    }

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        return new OrderKernel(call, (Composite.Order) call.call().composite());
    }

    @Override
    public void run() {
        for (int first = 0; first < places.length; first += count) {
            matrix.row(first / count).get(row, 0, row.length);
            for (int i = 0; i < row.length; i++) {
                keys[i] = ((long) key(row[i]) << Integer.SIZE) | i;
            }
            Arrays.sort(keys);
            for (int i = 0; i < count; i++) {
                places[first + i] = (int) keys[i];
            }
        }
        output.storage().write(output.offset(), places, 0, places.length);
    }

    /** An integer that compares as the element does: negative numbers are stored by sign and magnitude. */
    private int key(float element) {
        int bits = Float.floatToIntBits(element + 0.0f); // -0 + 0 = 0
        int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
        return descending ? ~ascending : ascending;
    }
}
