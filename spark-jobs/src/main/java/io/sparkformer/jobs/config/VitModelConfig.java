package io.sparkformer.jobs.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Vision Transformer (Dosovitskiy et al., 2021, arXiv:2010.11929). What is null has the value of the variant. */
@TypeName("vit")
public record VitModelConfig(
        @Key(
                value =
                        "Size and patch size, Ti/16, S/16, B/32, L/14, H/14 ...: one of Ti, S, B, L, H with 8, 14, 16 or 32; or custom.",
                role = Role.NUMERIC)
        String variant,

        @Key(
                value = "Height and width of the images the model sees, in pixels; a multiple of its patch size.",
                role = Role.NUMERIC)
        int imageSize,

        @Key(value = "Channels of the images, 1 or 3, as in the prepared data.", role = Role.NUMERIC)
        int channels,

        @Key(value = "Number of classes; null takes it from the prepared data.", role = Role.NUMERIC) @Nullable Integer classes,

        @Key(value = "What the classifier reads: cls (the class token) or mean (of the patches).", role = Role.NUMERIC)
        Pooling pooling,

        @Key(value = "Edge of a patch in pixels, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer patchSize,

        @Key(value = "Width of a token, in place of the variant's; a multiple of heads.", role = Role.NUMERIC) @Nullable Integer width,

        @Key(value = "Number of blocks, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer depth,

        @Key(value = "Attention heads per block, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer heads,

        @Key(value = "Width of the hidden layer of a block, in place of the variant's.", role = Role.NUMERIC) @Nullable Integer mlpWidth,

        @Key(value = "Probability that dropout sets an activation to zero, in [0, 1).", role = Role.NUMERIC)
        double dropout,

        @Key(
                value =
                        "Probability that the last block is skipped for a sample, growing linearly from 0 at the first, in [0, 1).",
                role = Role.NUMERIC)
        double stochasticDepth,

        @Key(
                value =
                        "Added to the variance by each layer norm: 1e-6 in timm and torchvision, 1e-12 in Hugging Face's models.",
                role = Role.NUMERIC)
        double layerNormEpsilon,

        @Key(value = "Whether all blocks have the same weights, in place of the variant's.", role = Role.NUMERIC)
        @Nullable Boolean sharedBlocks,

        AttentionConfig attention,
        DepthSchemeConfig depthScheme)
        implements ModelConfig {
    /** The variant without a table entry: every size is set by its own key. */
    public static final String CUSTOM = "custom";

    private static final Pattern VARIANT = Pattern.compile("(Ti|S|B|L|H)/(8|14|16|32)");

    /** Refuses values that cannot work. */
    public VitModelConfig {
        Requirements requirements = new Requirements()
                .that(
                        variant.equals(CUSTOM) || VARIANT.matcher(variant).matches(),
                        "variant",
                        '"' + variant + '"',
                        "is no known variant",
                        "Use Ti, S, B, L or H with /8, /14, /16 or /32, for instance Ti/16; or custom")
                .atLeast("image-size", imageSize, 1)
                .that(channels == 1 || channels == 3, "channels", channels, "is no supported number", "Use 1 or 3")
                .within("dropout", dropout, 0, 1)
                .within("stochastic-depth", stochasticDepth, 0, 1)
                .positive("layer-norm-epsilon", layerNormEpsilon);
        requirements.atLeastIfSet("classes", classes, 2);
        requirements.atLeastIfSet("patch-size", patchSize, 1);
        requirements.atLeastIfSet("width", width, 1);
        requirements.atLeastIfSet("depth", depth, 1);
        requirements.atLeastIfSet("heads", heads, 1);
        requirements.atLeastIfSet("mlp-width", mlpWidth, 1);
        if (variant.equals(CUSTOM)) {
            requirements.setForCustom("patch-size", patchSize);
            requirements.setForCustom("width", width);
            requirements.setForCustom("depth", depth);
            requirements.setForCustom("heads", heads);
            requirements.setForCustom("mlp-width", mlpWidth);
        }
        depthScheme.addTo(requirements, depth, sharedBlocks, attention);
        requirements
                .together(
                        divides(heads, width),
                        List.of("width", "heads"),
                        String.valueOf(width),
                        "is no multiple of heads = " + heads,
                        "Change one of them")
                .together(
                        divides(patchSizeOf(variant, patchSize), imageSize),
                        List.of("image-size", "patch-size", "variant"),
                        imageSize,
                        "is no multiple of the patch size " + patchSizeOf(variant, patchSize),
                        "Change it, or set patch-size to a divisor of it")
                .check();
    }

    private static @Nullable Integer patchSizeOf(String variant, @Nullable Integer patchSize) {
        Matcher matcher = VARIANT.matcher(variant);
        return patchSize != null || !matcher.matches() ? patchSize : Integer.valueOf(matcher.group(2));
    }

    /** Whether {@code divisor} divides {@code number}; true when that cannot be said. */
    private static boolean divides(@Nullable Integer divisor, @Nullable Integer number) {
        return divisor == null || number == null || divisor < 1 || number % divisor == 0;
    }
}
