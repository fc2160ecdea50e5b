package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * Logits: products of queries and keys, and what is added to them. What is the same for all queries, or for all keys, oneDNN adds to a product
 * while it is in the cache. For matrices it has slow code only; they are written before, and the product is added to them.
 *
 * @param queries [samples, heads, queries, D/H]
 * @param keys [samples, heads, keys, D/H]
 * @param logits [samples, heads, queries, keys]
 */
record LogitProduct(Operand queries, Operand keys, Operand logits) {
    /**
     * The kernels.
     *
     * @param scale of the product
     * @param addends of four axes, broadcast to the logits
     */
    List<Kernel> kernels(OneDnn library, float scale, List<Operand> addends) {
        List<Kernel> kernels = new ArrayList<>();
        List<Operand> rows = new ArrayList<>();
        boolean written = false;
        for (Operand addend : addends) {
            if (addend.dimension(2) == 1 || addend.dimension(3) == 1) {
                rows.add(addend);
            } else {
                write(library, addend, written, kernels);
                written = true;
            }
        }
        if (rows.isEmpty() || logits.isDense()) {
            kernels.add(product(library, new Attributes(scale, steps(rows), written)));
            return kernels;
        }
        // oneDNN 3.11 misplaces what it adds to a batch of matrices whose rows are apart: one after the other.
        for (long sample = 0; sample < logits.dimension(0); sample++) {
            for (long head = 0; head < logits.dimension(1); head++) {
                List<Operand> own = new ArrayList<>();
                for (Operand row : rows) {
                    own.add(single(row, sample, head));
                }
                kernels.add(single(sample, head).product(library, new Attributes(scale, steps(own), written)));
            }
        }
        return kernels;
    }

    private void write(OneDnn library, Operand matrices, boolean add, List<Kernel> kernels) {
        for (long sample = 0; sample < logits.dimension(0); sample++) {
            for (long head = 0; head < logits.dimension(1); head++) {
                Operand from = single(matrices, sample, head);
                Operand to = single(logits, sample, head);
                kernels.add(ReorderPrimitive.shared(library, from, to, add));
            }
        }
    }

    private LogitProduct single(long sample, long head) {
        return new LogitProduct(
                single(queries, sample, head), single(keys, sample, head), single(logits, sample, head));
    }

    /** One matrix of a batch to which the operand broadcasts. */
    private static Operand single(Operand operand, long sample, long head) {
        Operand ofSample = operand.dimension(0) == 1 ? operand : operand.slice(0, sample, 1);
        return (ofSample.dimension(1) == 1 ? ofSample : ofSample.slice(1, head, 1)).withLooseSingles();
    }

    private static List<Attributes.Step> steps(List<Operand> addends) {
        List<Attributes.Step> steps = new ArrayList<>();
        addends.forEach(addend -> steps.add(new Attributes.Step.Add(addend)));
        return steps;
    }

    private Kernel product(OneDnn library, Attributes attributes) {
        return MatMulPrimitive.shared(library, queries, keys.transposed(), logits, attributes);
    }
}
