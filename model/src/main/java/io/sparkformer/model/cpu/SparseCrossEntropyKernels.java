package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.cblas_saxpy;
import static org.bytedeco.openblas.global.openblas.cblas_sscal;

import io.sparkformer.model.operation.Composite;
import io.sparkformer.model.operation.Losses;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.CheckedIndices;
import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Softmax cross-entropy against labels. Blocks of which every row is ignored are skipped: of a masked language model's
 * rows, each a whole vocabulary wide and so a block of its own, only one in seven counts.
 */
final class SparseCrossEntropyKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    SparseCrossEntropyKernels::forward, SparseCrossEntropyKernels::backward)
            .withScratch(LossRows.scratchBlocks(1));

    private final CompositeBinding call;
    private final LossRows loss;
    private final CheckedIndices labels;
    private final int ignored;
    private final double onLabel;
    private final double onEach;

    private SparseCrossEntropyKernels(Workshop workshop, CompositeBinding call) {
        this.call = call;
        this.loss = new LossRows(workshop, call);
        Composite.SparseCrossEntropy settings =
                (Composite.SparseCrossEntropy) call.call().composite();
        List<Tensor> inputs = call.call().inputs();
        this.labels =
                new CheckedIndices(inputs.get(1).name(), call.input(1), Losses.labelRange(inputs.get(0), settings));
        this.ignored = settings.ignored();
        this.onLabel = 1 - settings.smoothing();
        this.onEach = settings.smoothing() / loss.classes();
    }

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        return new SparseCrossEntropyKernels(workshop, call).forward();
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        return new SparseCrossEntropyKernels(workshop, call).backward();
    }

    private Kernel forward() {
        View scratch = loss.scratch(0);
        RowBlocks softmax = loss.softmax(scratch);
        Matrix block = loss.matrix(scratch);
        Matrix x = loss.matrix(call.input(0));
        Matrix y = loss.column(call.output());
        return () -> {
            int[] classes = labels.read();
            for (int first = 0; first < classes.length; first += loss.block()) {
                int end = Math.min(classes.length, first + loss.block());
                if (counts(classes, first, end)) {
                    softmax.run(first, 0);
                }
                for (int row = first; row < end; row++) {
                    boolean counts = classes[row] != ignored;
                    y.row(row).put(counts ? value(x.row(row), block.row(row - first), classes[row]) : 0);
                }
            }
        };
    }

    /** log sum exp(x) minus the targets' mean of x. */
    private float value(FloatPointer x, FloatPointer softmax, int label) {
        double mean = onLabel * (double) x.get(label) + (onEach == 0 ? 0 : onEach * loss.sum(x));
        return (float) (loss.logSumExp(x, softmax) - mean);
    }

    private Kernel backward() {
        View gradient = Objects.requireNonNull(call.outputs().get(0));
        RowBlocks softmax = loss.softmax(gradient);
        Matrix dx = loss.matrix(gradient);
        Matrix dy = loss.column(call.outputGradient());
        return () -> {
            int[] classes = labels.read();
            for (int first = 0; first < classes.length; first += loss.block()) {
                int end = Math.min(classes.length, first + loss.block());
                if (counts(classes, first, end)) {
                    softmax.run(first, first);
                }
                for (int row = first; row < end; row++) {
                    if (classes[row] == ignored) {
                        dx.clear(row, 1);
                    } else {
                        subtractTarget(dx.row(row), classes[row], dy.row(row).get());
                    }
                }
            }
        };
    }

    /** dx = dy (softmax(x) - target), in place of the softmax. */
    private void subtractTarget(FloatPointer dx, int label, float factor) {
        cblas_sscal(loss.classes(), factor, dx, 1);
        if (onEach != 0) {
            cblas_saxpy(loss.classes(), (float) (-factor * onEach), loss.ones(), 1, dx, 1);
        }
        dx.put(label, (float) (dx.get(label) - factor * onLabel));
    }

    private boolean counts(int[] classes, int first, int end) {
        for (int row = first; row < end; row++) {
            if (classes[row] != ignored) {
                return true;
            }
        }
        return false;
    }
}
