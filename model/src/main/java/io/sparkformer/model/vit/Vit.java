package io.sparkformer.model.vit;

import io.sparkformer.model.attention.Layers;
import io.sparkformer.model.classifier.ImageClassifier;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.layer.PatchEmbedding;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The Vision Transformer (Dosovitskiy et al. 2021, "An image is worth 16x16 words"), with timm's parameter names.
 *
 * @param config its sizes
 */
public record Vit(VitConfig config) implements ImageClassifier {
    private static final double POSITION_DEVIATION = 0.02;
    private static final Pattern EMBEDDING = Pattern.compile("cls_token|pos_embed|patch_embed\\..*");

    /** Declares the model for classes that exclude each other. */
    public static ModelGraph graph(VitConfig config, GraphSettings settings) {
        return graph(config, Objective.SOFTMAX, settings);
    }

    /** Declares the model. */
    public static ModelGraph graph(VitConfig config, Objective objective, GraphSettings settings) {
        return new Vit(config).graph(objective, settings);
    }

    /** Declares the model as others serve it. */
    public static ModelGraph pixelGraph(VitConfig config, GraphSettings settings) {
        return new Vit(config).pixelGraph(settings);
    }

    @Override
    public int patchSize() {
        return config.patchSize();
    }

    @Override
    public int featureWidth() {
        return config.width();
    }

    @Override
    public int depth() {
        return config.layering().shared() ? 1 : config.depth();
    }

    @Override
    public boolean precedesBlocks(String parameter) {
        return EMBEDDING.matcher(parameter).matches();
    }

    @Override
    public Tensor features(Scope scope, Tensor patches) {
        Tensor x = tokens(scope, patches, config); // [B, 1 + N, D]
        Layers layers = new Layers(
                scope.child("blocks"),
                config.depth(),
                config.heads(),
                false,
                Optional.empty(),
                this::block,
                config.layering());
        return pool(scope, layers.apply(x), config); // [B, D]
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

    private TransformerBlock.Settings block(int layer, AttentionMechanism attention) {
        return TransformerBlock.Settings.vision(
                attention, config.mlpWidth(), config.epsilon(), config.dropout(), config.stochasticDepth(layer));
    }
}
