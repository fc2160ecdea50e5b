package io.sparkformer.model.operation;

import io.sparkformer.model.operation.NativeOperation.Arguments;
import java.util.Arrays;
import java.util.List;

/** What training minimises: one loss for each row of logits. */
public final class Losses {
    private Losses() {}

    /**
     * Cross-entropy of softmax against a distribution: -sum_c t_c log softmax(x)_c.
     *
     * @param logits [..., C]
     * @param targets of the same shape; each row a distribution
     * @return [...]
     */
    public static Tensor crossEntropy(Tensor logits, Tensor targets) {
        requireSameShape(logits, targets);
        return CompositeCall.declare(
                new Composite.CrossEntropy(), List.of(logits, targets), () -> crossEntropyOf(logits, targets));
    }

    /**
     * Cross-entropy of softmax against the right class, whose target is 1 - smoothing + smoothing/C and every other's
     * smoothing/C (Szegedy et al. 2016, section 7).
     *
     * @param logits [..., C]
     * @param labels [...], integers from 0 to C - 1; others end the run with an error
     * @param smoothing from 0 to below 1
     * @param ignored the label of rows that have none, such as the tokens that a masked language model is not asked for:
     *     their loss and its gradient are 0
     * @return [...]
     */
    public static Tensor sparseCrossEntropy(Tensor logits, Tensor labels, double smoothing, int ignored) {
        Indexing.requireIntegers(labels);
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing " + smoothing + ": must be at least 0 and below 1");
        }
        if (!labels.hasShape(rows(logits))) {
            throw new IllegalArgumentException(
                    "labels " + labels + " of logits " + logits + ": one for each row, so without the last axis");
        }
        return CompositeCall.declare(
                new Composite.SparseCrossEntropy(smoothing, ignored),
                List.of(logits, labels),
                () -> crossEntropyOf(logits, distributions(logits, labels, smoothing, ignored)));
    }

    /**
     * For each class the cross-entropy of its sigmoid against the probability that it applies, independently of the
     * others, summed over the classes: sum_c log(1 + exp(x_c)) - t_c x_c.
     *
     * @param logits [..., C]
     * @param targets of the same shape, each from 0 to 1
     * @return [...]
     */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
        requireSameShape(logits, targets);
        return CompositeCall.declare(new Composite.BinaryCrossEntropy(), List.of(logits, targets), () -> {
            Tensor products = Arithmetic.multiply(logits, targets);
            Tensor each = Arithmetic.subtract(Activations.softplus(logits), products); // [..., C]
            return Shaping.reshape(Reductions.sum(each, each.rank() - 1), rows(logits));
        });
    }

    /** The range that the engine holds labels against. */
    public static IndexRange labelRange(Tensor logits, Composite.SparseCrossEntropy settings) {
        return IndexRange.classes(logits, settings.ignored());
    }

    private static Tensor crossEntropyOf(Tensor logits, Tensor targets) {
        Tensor products = Arithmetic.multiply(Softmax.finiteLogSoftmax(logits), targets); // [..., C]
        Tensor sums = Reductions.sum(products, products.rank() - 1); // [..., 1]
        return Arithmetic.scale(Shaping.reshape(sums, rows(logits)), -1);
    }

    /** The distribution that each label stands for; zeros for an ignored one. */
    private static Tensor distributions(Tensor logits, Tensor labels, double smoothing, int ignored) {
        int axis = logits.rank() - 1;
        long classes = logits.dimension(-1);
        Tensor chosen = oneHot(logits, labels, ignored);
        if (ignored >= 0 && ignored < classes) {
            chosen = Arithmetic.multiply(chosen, Constants.allBut(logits, ignored, classes));
        }
        if (smoothing == 0) {
            return chosen;
        }
        Tensor counted = Reductions.sum(chosen, axis); // [..., 1]: 1, or 0 where the label is ignored
        return Arithmetic.add(
                Arithmetic.scale(chosen, 1 - smoothing), Arithmetic.scale(counted, smoothing / (double) classes));
    }

    /** 1 at the label and 0 elsewhere; zeros for a label outside. */
    static Tensor oneHot(Tensor logits, Tensor labels, int ignored) {
        int axis = logits.rank() - 1;
        // The range is that of the second input of the loss, and here of the first.
        IndexRange range = IndexRange.classes(logits, ignored).at(0);
        return NativeOperation.declare(
                "onehot",
                List.of(labels),
                logits.shape(),
                Arguments.integers(axis, logits.dimension(-1))
                        .withReals(1, 0)
                        .withResult(logits.type())
                        .withIndices(range),
                (y, dy) -> Arrays.asList((Tensor) null));
    }

    private static void requireSameShape(Tensor logits, Tensor targets) {
        if (logits.rank() < 1 || !logits.hasShape(targets.shape())) {
            throw new IllegalArgumentException(
                    "targets " + targets + " of logits " + logits + ": both must have the same shape [..., classes]");
        }
    }

    private static long[] rows(Tensor logits) {
        return Arrays.copyOf(logits.shape(), logits.rank() - 1);
    }
}
