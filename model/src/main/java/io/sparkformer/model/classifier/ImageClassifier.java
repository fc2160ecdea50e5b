package io.sparkformer.model.classifier;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.Classification;
import io.sparkformer.model.layer.LayeredModel;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.Map;

/**
 * A classifier of square images of one size. A family of models says what it makes of an image, a vector of features; the
 * linear head on top of them, the loss, and the names of inputs and outputs are the same for all, so that training,
 * evaluation and export need to know no family.
 *
 * <p>Inputs for training: {@code patches} [B, N, C P P], {@code targets} [B, classes] and {@code weights} [B]. Outputs:
 * {@code features} [B, D], what the head sees, {@code logits} [B, classes] and {@code losses} [B].
 */
public interface ImageClassifier extends LayeredModel {
    /** The model's sizes. */
    ImageClassifierConfig config();

    /** P, the side of the patches that the image comes in; the image's own side for a model that sees it as a whole. */
    int patchSize();

    /** D, the length of the vector that the head sees. */
    int featureWidth();

    /**
     * Declares everything in front of the head.
     *
     * @param patches [B, N, C P P], row by row, each flattened in the order (channel, row, column)
     * @return [B, D]
     */
    Tensor features(Scope scope, Tensor patches);

    /** Declares the model with its loss. */
    default ModelGraph graph(Objective objective, GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        long batch = settings.batchSize();
        Tensor patches = builder.input("patches", batch, patches(), patchLength());
        Tensor targets = builder.input("targets", batch, classes());
        Tensor weights = builder.input("weights", batch);

        Tensor features = features(builder.root(), patches);
        Tensor logits = logits(builder.root(), features);
        Tensor losses = Classification.losses(objective, logits, targets); // [B]
        return builder.build(
                Map.of("features", features, "logits", logits, "losses", losses),
                Classification.weightedSum(builder.penalized(losses), weights));
    }

    /**
     * Declares the model as others serve it, with the same parameters: the input is {@code pixel_values} [B, C, S, S],
     * normalised per channel, the outputs are {@code features} and {@code logits}.
     */
    default ModelGraph pixelGraph(GraphSettings settings) {
        GraphBuilder builder = new GraphBuilder(settings);
        Tensor pixels = builder.input("pixel_values", settings.batchSize(), channels(), imageSize(), imageSize());
        Tensor features = features(builder.root(), cut(pixels));
        return builder.build(Map.of("features", features, "logits", logits(builder.root(), features)), null);
    }

    /** S, the side of the image in pixels. */
    default int imageSize() {
        return config().imageSize();
    }

    /** C, colour channels per pixel. */
    default int channels() {
        return config().channels();
    }

    /** Number of classes. */
    default int classes() {
        return config().classes();
    }

    /** N, the number of patches. */
    default int patches() {
        int side = imageSize() / patchSize();
        return side * side;
    }

    /** Numbers in one flattened patch. */
    default int patchLength() {
        return channels() * patchSize() * patchSize();
    }

    /** The image's patches row by row, each flattened in the order (channel, row, column); [B, N, C P P]. */
    private Tensor cut(Tensor pixels) {
        long batch = pixels.dimension(0);
        long side = patchSize();
        long perRow = imageSize() / side;
        Tensor parts = Shaping.reshape(pixels, batch, channels(), perRow, side, perRow, side);
        return Shaping.reshape(Shaping.permute(parts, 0, 2, 4, 1, 3, 5), batch, patches(), patchLength());
    }

    /** The head starts at zero: at first every class is as likely as any other. */
    private Tensor logits(Scope scope, Tensor features) {
        return Linear.apply(scope.child("head"), features, classes(), Initializer.zeros());
    }
}
