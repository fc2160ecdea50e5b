package io.sparkformer.model.vit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The published sizes of the Vision Transformer.
 *
 * <p>B, L and H: Dosovitskiy et al. 2021, table 1. Ti and S: Touvron et al. 2021 (DeiT), table 1; Steiner et al. 2022.
 */
public enum VitVariant {
    /** 5.7 million parameters with patches of 16. */
    TI("Ti", 192, 12, 3, 768),
    /** 22 million parameters with patches of 16. */
    S("S", 384, 12, 6, 1536),
    /** 86 million parameters with patches of 16. */
    B("B", 768, 12, 12, 3072),
    /** 304 million parameters with patches of 16. */
    L("L", 1024, 24, 16, 4096),
    /** 632 million parameters with patches of 14. */
    H("H", 1280, 32, 16, 5120);

    /** The patch sizes that published models use. */
    public static final List<Integer> PATCH_SIZES = List.of(8, 14, 16, 32);

    private final String label;
    private final int width;
    private final int depth;
    private final int heads;
    private final int mlpWidth;

    VitVariant(String label, int width, int depth, int heads, int mlpWidth) {
        this.label = label;
        this.width = width;
        this.depth = depth;
        this.heads = heads;
        this.mlpWidth = mlpWidth;
    }

    /** The name used in papers. */
    public String label() {
        return label;
    }

    /** D, the width of tokens. */
    public int width() {
        return width;
    }

    /** L, the number of layers. */
    public int depth() {
        return depth;
    }

    /** H, the number of attention heads. */
    public int heads() {
        return heads;
    }

    /** F, the hidden width of the feed-forward network. */
    public int mlpWidth() {
        return mlpWidth;
    }

    /**
     * The variant of this name.
     *
     * @throws IllegalArgumentException naming the known variants
     */
    public static VitVariant ofLabel(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("variant " + label + " is unknown: choose one of "
                        + Arrays.stream(values()).map(VitVariant::label).collect(Collectors.joining(", "))));
    }
}
