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
 * <p>Inputs: {@code patches} [B, N, C P P], {@code targets} [B, classes] and {@code weights} [B]. Outputs: {@code logits}
 * [B, classes] and {@code losses} [B].
 */
public final class Vit {
    /** Each layer norm's epsilon, as in the paper's code and timm. */
    static final double EPSILON = 1e-6;

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

        Scope scope = builder.root();
        Tensor x = tokens(scope, patches, config); // [B, 1 + N, D]
        for (int layer = 0; layer < config.depth(); layer++) {
            x = EncoderBlock.apply(scope.child("blocks").child(layer), x, block(config, layer));
        }
        Tensor logits =
                Linear.apply(scope.child("head"), pool(scope, x, config), config.classes(), Initializer.zeros());
        Tensor losses = Classification.losses(objective, logits, targets); // [B]
        return builder.build(Map.of("logits", logits, "losses", losses), Classification.weightedSum(losses, weights));
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
            case CLS -> first(LayerNorm.apply(scope.child("norm"), x, EPSILON));
            case MEAN -> LayerNorm.apply(scope.child("fc_norm"), meanOfPatches(x), EPSILON);
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
                config.heads(), config.mlpWidth(), EPSILON, config.dropout(), config.stochasticDepth(layer));
    }
}
