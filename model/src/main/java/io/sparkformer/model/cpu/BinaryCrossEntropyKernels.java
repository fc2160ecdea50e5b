package io.sparkformer.model.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.openblas.global.openblas.cblas_scopy;
import static org.bytedeco.openblas.global.openblas.cblas_sscal;

import io.sparkformer.model.plan.CompositeBinding;
import io.sparkformer.model.plan.Kernel;
import io.sparkformer.model.plan.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Binary cross-entropy of each class, summed over the classes, as (1 - t) log(1 + exp(x)) + t log(1 + exp(-x)): a sum of
 * positive terms in which nothing cancels, however sure the model is.
 */
final class BinaryCrossEntropyKernels {
    static final CompositeKernels KIND = new CompositeKernels(
                    BinaryCrossEntropyKernels::forward, BinaryCrossEntropyKernels::backward)
            .withScratch(LossRows.scratchBlocks(3));

    private BinaryCrossEntropyKernels() {}

    static Kernel forward(Workshop workshop, CompositeBinding call) {
        LossRows loss = new LossRows(workshop, call);
        RowBlocks ifAbsent = loss.function(dnnl_eltwise_soft_relu, 1, loss.scratch(0));
        // log(1 + exp(alpha x)) / alpha: the negative of what is wanted.
        RowBlocks ifPresent = loss.function(dnnl_eltwise_soft_relu, -1, loss.scratch(1));
        RowBlocks absence = new RowBlocks(
                workshop.library(),
                (library, shape) -> EltwisePrimitive.description(library, dnnl_eltwise_linear, -1, 1, shape),
                call.input(1),
                loss.scratch(2),
                loss.classes());
        Matrix absent = loss.matrix(loss.scratch(0));
        Matrix present = loss.matrix(loss.scratch(1));
        Matrix complement = loss.matrix(loss.scratch(2));
        Matrix targets = loss.matrix(call.input(1));
        Matrix y = loss.column(call.output());
        return () -> {
            for (long row = 0; row < loss.rows(); row++) {
                long inBlock = row % loss.block();
                if (inBlock == 0) {
                    ifAbsent.run(row, 0);
                    ifPresent.run(row, 0);
                    absence.run(row, 0);
                }
                double without = loss.dot(complement.row(inBlock), absent.row(inBlock));
                double with = -loss.dot(targets.row(row), present.row(inBlock));
                y.row(row).put((float) (without + with));
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

    /** dx = dy (sigmoid(x) - t). */
    private static Kernel logitsGradient(LossRows loss, CompositeBinding call, View gradient) {
        RowBlocks sigmoid = loss.function(dnnl_eltwise_logistic, 0, gradient);
        Matrix dx = loss.matrix(gradient);
        Matrix targets = loss.matrix(call.input(1));
        Matrix dy = loss.column(call.outputGradient());
        return () -> {
            for (long row = 0; row < loss.rows(); row++) {
                if (row % loss.block() == 0) {
                    sigmoid.run(row, row);
                }
                float factor = dy.row(row).get();
                loss.blend(factor, dx.row(row), -factor, targets.row(row));
            }
        };
    }

    /** dt = -dy x. */
    private static Kernel targetsGradient(LossRows loss, CompositeBinding call, View gradient) {
        Matrix dt = loss.matrix(gradient);
        Matrix logits = loss.matrix(call.input(0));
        Matrix dy = loss.column(call.outputGradient());
        return () -> {
            for (long row = 0; row < loss.rows(); row++) {
                cblas_scopy(loss.classes(), logits.row(row), 1, dt.row(row), 1);
                cblas_sscal(loss.classes(), -dy.row(row).get(), dt.row(row), 1);
            }
        };
    }
}
