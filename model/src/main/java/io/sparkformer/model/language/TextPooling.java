package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.set.MultiheadBlock;
import java.util.Optional;

/** How a text becomes one vector. */
public enum TextPooling {
    /** What BERT's pooler makes of the first token: tanh(W h + b). */
    POOLER,
    /** The first token, [CLS]. */
    FIRST,
    /** The mean of all tokens that are not padding (Reimers and Gurevych 2019). */
    MEAN,
    /** What a learned vector hears of all tokens: pooling by multihead attention with one seed (Lee et al. 2019, equation 11). */
    SEED,
    /** The last token that is not padding, which alone has heard all others in a causal model; input {@value #LAST_POSITIONS} [B, 1]. */
    LAST;

    /** Name of the input that {@link #LAST} needs. */
    public static final String LAST_POSITIONS = "last_positions";

    /**
     * The vectors of texts.
     *
     * @param encoded by the model, [B, T, D]
     * @return [B, D]
     */
    Tensor apply(GraphBuilder builder, LanguageModel model, Tensor encoded, TextTensors text) {
        long batch = encoded.dimension(0);
        return switch (this) {
            case POOLER -> LanguageModel.pool(builder.root(), encoded);
            case FIRST -> LanguageModel.first(encoded);
            case MEAN -> mean(encoded, ofOneDocument(text));
            case SEED -> heardBySeed(builder, model, encoded, ofOneDocument(text));
            case LAST ->
                Shaping.reshape(
                        Indexing.rowsOfSamples(encoded, builder.integerInput(LAST_POSITIONS, batch, 1)),
                        batch,
                        encoded.dimension(2));
        };
    }

    /** What hides padding, [B, 1, 1, T]. */
    private Tensor ofOneDocument(TextTensors text) {
        Tensor bias = text.bias().orElseThrow();
        if (bias.dimension(2) != 1) {
            throw new IllegalArgumentException(
                    "pooling by " + this + ": what all of a row of several documents says is true of none of them");
        }
        return bias;
    }

    private static Tensor heardBySeed(GraphBuilder builder, LanguageModel model, Tensor encoded, Tensor bias) {
        StackConfig stack = model.config().stack();
        Tensor heard = new MultiheadBlock(stack.width(), stack.heads(), true)
                .pooled(builder.root().child("pooling"), encoded, 1, Optional.of(bias)); // [B, 1, D]
        return Shaping.reshape(heard, encoded.dimension(0), stack.width());
    }

    /** exp turns the bias into 1 and 0. */
    private static Tensor mean(Tensor encoded, Tensor bias) {
        long batch = encoded.dimension(0);
        Tensor heard = Shaping.reshape(Elementwise.exp(bias), batch, encoded.dimension(1), 1); // [B, T, 1]
        Tensor sums = Reductions.sum(Arithmetic.multiply(encoded, heard), 1); // [B, 1, D]
        return Shaping.reshape(Arithmetic.divide(sums, Reductions.sum(heard, 1)), batch, encoded.dimension(2));
    }
}
