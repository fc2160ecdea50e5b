package io.sparkformer.model.interchange;

import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint does not say of itself.
 *
 * @param family whose names it uses; null recognises it by them
 * @param head what becomes of its head
 * @param linearPatches the order of a patch's numbers where the patch embedding is stored as a linear map
 */
public record ImportSettings(@Nullable KeyFamily family, Head head, LinearPatches linearPatches) {
    /** Recognises everything. */
    public static final ImportSettings AUTO = new ImportSettings(null, Head.AUTO, LinearPatches.CHANNELS_FIRST);

    /** Where the head comes from. */
    public enum Head {
        /** From the checkpoint if it has one of as many classes, else new. */
        AUTO,
        /** From the checkpoint, whose head must fit. */
        KEEP,
        /** Always new. */
        NEW
    }

    /** How a kernel [D, C, P, P] may be flattened to [D, C P P]. */
    public enum LinearPatches {
        /** (channel, row, column), a convolution's own order; timm reads linear patch embeddings so. */
        CHANNELS_FIRST,
        /** (row, column, channel), the order of whoever flattens images that have their channels last. */
        CHANNELS_LAST
    }
}
