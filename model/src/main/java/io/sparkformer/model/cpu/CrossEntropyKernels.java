package io.sparkformer.model.cpu;

import static org.bytedeco.openblas.global.openblas.cblas_scopy;

import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/** Softmax cross-entropy against distributions. Nothing is kept: the gradient computes the softmax right into its place. */
final class CrossEntropyKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    CrossEntropyKernels::forward, CrossEntropyKernels::backward)
            .withScratch(LossRows.scratchBlocks(1));

    private CrossEntropyKernels() {}

    /** sum(t) log sum exp(x) - t x. */
    static Kernel forward(Workshop workshop, CompositeBinding call) {
        LossRows loss = new LossRows(workshop, call);
        View scratch = loss.scratch(0);
        RowBlocks softmax = loss.softmax(scratch);
        Matrix block = loss.matrix(scratch);
        Matrix logits = loss.matrix(call.input(0));
        Matrix targets = loss.matrix(call.input(1));
        Matrix y = loss.column(call.output());
        return () -> {
            for (long row = 0; row < loss.rows(); row++) {
                long inBlock = row % loss.block();
                if (inBlock == 0) {
                    softmax.run(row, 0);
                }
                FloatPointer x = logits.row(row);
                FloatPointer t = targets.row(row);
                y.row(row).put((float) (loss.sum(t) * loss.logSumExp(x, block.row(inBlock)) - loss.dot(t, x)));
            }
        };
    }

    static Kernel backward(Workshop workshop, CompositeBinding call) {
        LossRows loss = new LossRows(workshop, call);
        List<Kernel> kernels = new ArrayList<>();
        View dx = call.outputs().get(0);
        if (dx != null) {
            kernels.add(logitsGradient(loss, call, dx));
        }
        View dt = call.outputs().get(1);
        if (dt != null) {
            kernels.add(targetsGradient(loss, call, dt));
        }
        return KernelList.of(kernels);
    }

    /** dx = dy (softmax(x) sum(t) - t); the sum is 1 but for rounding. */
    private static Kernel logitsGradient(LossRows loss, CompositeBinding call, View gradient) {
        RowBlocks softmax = loss.softmax(gradient);
        Matrix dx = loss.matrix(gradient);
        Matrix targets = loss.matrix(call.input(1));
        Matrix dy = loss.column(call.outputGradient());
        return () -> {
            for (long row = 0; row < loss.rows(); row++) {
                if (row % loss.block() == 0) {
                    softmax.run(row, row);
                }
                float factor = dy.row(row).get();
                double total = loss.sum(targets.row(row));
                loss.blend((float) (factor * total), dx.row(row), -factor, targets.row(row));
            }
        };
    }

    /** dt = -dy log softmax(x) = -dy (x - log sum exp(x)). */
    private static Kernel targetsGradient(LossRows loss, CompositeBinding call, View gradient) {
        RowBlocks softmax = loss.softmax(gradient);
        Matrix dt = loss.matrix(gradient);
        Matrix logits = loss.matrix(call.input(0));
        Matrix dy = loss.column(call.outputGradient());
        return () -> {
            for (long row = 0; row < loss.rows(); row++) {
                if (row % loss.block() == 0) {
                    softmax.run(row, row);
                }
                FloatPointer x = logits.row(row);
                FloatPointer result = dt.row(row);
                float factor = -dy.row(row).get();
                double logSumExp = loss.logSumExp(x, result);
                cblas_scopy(loss.classes(), x, 1, result, 1);
                loss.blend(factor, result, (float) (-factor * logSumExp), loss.ones());
            }
        };
    }
}
