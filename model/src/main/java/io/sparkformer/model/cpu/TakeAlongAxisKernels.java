package io.sparkformer.model.cpu;

import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CheckedIndices;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Chosen elements of each row; the gradient adds up, in the order of the indices, what was read from one place. */
final class TakeAlongAxisKernels {
    static final CompositeKernels KIND =
            new CompositeKernels(TakeAlongAxisKernels::forward, TakeAlongAxisKernels::backward).withGradientReads(1);

    private final CheckedIndices indices;
    private final Matrix rows;
    private final Matrix chosen;
    private final float[] row;
    private final float[] values;

    private TakeAlongAxisKernels(CompositeBinding call, View x, View y) {
        List<Tensor> inputs = call.call().inputs();
        long count = inputs.get(1).dimension(-1);
        this.indices = new CheckedIndices(inputs.get(1).name(), call.input(1), Indexing.elementsOf(inputs.get(0)));
        this.row = new float[Math.toIntExact(inputs.get(0).dimension(-1))];
        this.values = new float[Math.toIntExact(count)];
        this.rows = new Matrix(x, row.length);
        this.chosen = new Matrix(y, count);
    }

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        return new TakeAlongAxisKernels(call, call.input(0), call.output())::take;
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        View dx = Objects.requireNonNull(call.outputs().get(0));
        return new TakeAlongAxisKernels(call, dx, call.outputGradient())::add;
    }

    private void take() {
        int[] places = indices.read();
        for (int first = 0; first < places.length; first += values.length) {
            int number = first / values.length;
            rows.row(number).get(row, 0, row.length);
            for (int i = 0; i < values.length; i++) {
                values[i] = row[places[first + i]];
            }
            chosen.row(number).put(values, 0, values.length);
        }
    }

    private void add() {
        int[] places = indices.read();
        for (int first = 0; first < places.length; first += values.length) {
            int number = first / values.length;
            chosen.row(number).get(values, 0, values.length);
            Arrays.fill(row, 0);
            for (int i = 0; i < values.length; i++) {
                row[places[first + i]] += values[i];
            }
            rows.row(number).put(row, 0, row.length);
        }
    }
}
