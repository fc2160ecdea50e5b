package io.sparkformer.model.interchange;

import java.util.Arrays;
import java.util.List;

/**
 * One line of a key map.
 *
 * @param ours name of our tensor
 * @param theirs names of the tensors that it consists of, one after the other along the first axis; the same holes in the
 *     same order
 * @param transposed whether theirs is our matrix with its axes exchanged
 */
record KeyRule(KeyPattern ours, List<KeyPattern> theirs, boolean transposed) {
    KeyRule {
        theirs = List.copyOf(theirs);
    }

    /** A tensor of the same name. */
    static KeyRule same(String name) {
        return renamed(name, name);
    }

    /** A tensor of another name. */
    static KeyRule renamed(String ours, String theirs) {
        return fused(ours, theirs);
    }

    /** Several of their tensors make one of ours. */
    static KeyRule fused(String ours, String... theirs) {
        return new KeyRule(
                new KeyPattern(ours), Arrays.stream(theirs).map(KeyPattern::new).toList(), false);
    }

    /** Their matrix is [inputs, outputs], ours [outputs, inputs]. */
    static KeyRule transposed(String ours, String theirs) {
        return new KeyRule(new KeyPattern(ours), List.of(new KeyPattern(theirs)), true);
    }
}
