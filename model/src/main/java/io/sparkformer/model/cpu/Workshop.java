package io.sparkformer.model.cpu;

import io.sparkformer.model.plan.Precision;

/**
 * What the kernels of one plan are made with.
 *
 * @param library the plan's access to oneDNN
 * @param precision of products with weights
 * @param tilings how attention patterns are cut
 * @param constants what sparse attention reads beside its inputs
 */
record Workshop(OneDnn library, Precision precision, Tilings tilings, AttentionConstants constants) {
    Workshop(OneDnn library, Precision precision) {
        this(library, precision, new Tilings(), new AttentionConstants(library));
    }
}
