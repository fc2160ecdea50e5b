package io.sparkformer.model.vit;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.layer.EncoderBlock;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.layer.PatchEmbedding;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;

/**
 * The Vision Transformer (Dosovitskiy et al. 2021, "An image is worth 16x16 words"), with timm's parameter names.
 *
 * <p>Inputs: {@code patches} [B, N, C P P], {@code targets} [B, classes] and {@code weights} [B]. Outputs: {@code features}
 * [B, D], what the head sees, {@code logits} [B, classes] and {@code losses} [B].
 */
public final class Vit {
    private static final double POSITION_DEVIATION = 0.02;

    private Vit() {}

    /** Declares the model for classes that exclude each other. */
    public static ModelGraph graph(VitConfig config, GraphSettings settings) {
        return graph(config, Objective.SOFTMAX, settings);
    }

    /** Declares the model. */
    public static ModelGraph graph(VitConfig config, Objective objective, GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        long batch = settings.batchSize();
        Tensor patches = builder.input("patches", batch, config.patches(), config.patchLength());
        Tensor targets = builder.input("targets", batch, config.classes());
        Tensor weights = builder.input("weights", batch);

        Tensor features = features(builder.root(), patches, config);
        Tensor logits = logits(builder.root(), features, config);
        Tensor losses = Classification.losses(objective, logits, targets); // [B]
        return builder.build(
                Map.of("features", features, "logits", logits, "losses", losses),
                Classification.weightedSum(losses, weights));
    }

    /**
     * Declares the model as others serve it, with the same parameters: the input is {@code pixel_values} [B, C, S, S],
     * normalised per channel, the outputs are {@code features} and {@code logits}.
     */
    public static ModelGraph pixelGraph(VitConfig config, GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        long size = config.imageSize();
        Tensor pixels = builder.input("pixel_values", settings.batchSize(), config.channels(), size, size);
        Tensor features = features(builder.root(), patches(pixels, config), config);
        return builder.build(Map.of("features", features, "logits", logits(builder.root(), features, config)), null);
    }

    /** The image's patches row by row, each flattened in the order (channel, row, column); [B, N, C P P]. */
    private static Tensor patches(Tensor pixels, VitConfig config) {
        long batch = pixels.dimension(0);
        long side = config.patchSize();
        long perRow = config.imageSize() / side;
        Tensor cut = Shaping.reshape(pixels, batch, config.channels(), perRow, side, perRow, side);
        return Shaping.reshape(Shaping.permute(cut, 0, 2, 4, 1, 3, 5), batch, config.patches(), config.patchLength());
    }

    private static Tensor features(Scope scope, Tensor patches, VitConfig config) {
        Tensor x = tokens(scope, patches, config); // [B, 1 + N, D]
        for (int layer = 0; layer < config.depth(); layer++) {
            x = EncoderBlock.apply(scope.child("blocks").child(layer), x, block(config, layer));
        }
        return pool(scope, x, config); // [B, D]
    }

    private static Tensor logits(Scope scope, Tensor features, VitConfig config) {
        return Linear.apply(scope.child("head"), features, config.classes(), Initializer.zeros());
    }

    /** Equation 1: the class token, the embedded patches, and a learned position for each. */
    private static Tensor tokens(Scope scope, Tensor patches, VitConfig config) {
        long batch = patches.dimension(0);
        long width = config.width();
        Tensor embedded = PatchEmbedding.apply(
                scope.child("patch_embed"), patches, config.channels(), config.patchSize(), width); // [B, N, D]
        Tensor classToken = scope.undecayed("cls_token", Initializer.zeros(), 1, 1, width);
        Tensor positions =
                scope.undecayed("pos_embed", Initializer.normal(POSITION_DEVIATION), 1, config.patches() + 1, width);
        Tensor sequence = Shaping.concatenate(1, Shaping.broadcastTo(classToken, batch, 1, width), embedded);
        return scope.dropout("pos_drop", scope.named("tokens", Arithmetic.add(sequence, positions)), config.dropout());
    }

    /** Equation 4, or the mean over patches; [B, D]. */
    private static Tensor pool(Scope scope, Tensor x, VitConfig config) {
        return switch (config.pooling()) {
            case CLS -> first(LayerNorm.apply(scope.child("norm"), x, config.epsilon()));
            case MEAN -> LayerNorm.apply(scope.child("fc_norm"), meanOfPatches(x), config.epsilon());
        };
    }

    private static Tensor first(Tensor x) {
        return Shaping.reshape(Shaping.slice(x, 1, 0, 1), x.dimension(0), x.dimension(2));
    }

    private static Tensor meanOfPatches(Tensor x) {
        Tensor patches = Shaping.slice(x, 1, 1, x.dimension(1) - 1);
        return Shaping.reshape(Reductions.mean(patches, 1), x.dimension(0), x.dimension(2));
    }

    private static EncoderBlock.Settings block(VitConfig config, int layer) {
        return new EncoderBlock.Settings(
                config.heads(), config.mlpWidth(), config.epsilon(), config.dropout(), config.stochasticDepth(layer));
    }
}
