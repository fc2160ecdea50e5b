package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Elementwise;
import io.sparkformer.model.operation.Indexing;
import io.sparkformer.model.operation.Reductions;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;

/** How a text becomes one vector. */
public enum TextPooling {
    /** What BERT's pooler makes of the first token: tanh(W h + b). */
    POOLER,
    /** The first token, [CLS]. */
    FIRST,
    /** The mean of all tokens that are not padding (Reimers and Gurevych 2019). */
    MEAN,
    /** The last token that is not padding, which alone has heard all others in a causal model; input {@value #LAST_POSITIONS} [B, 1]. */
    LAST;

    /** Name of the input that {@link #LAST} needs. */
    public static final String LAST_POSITIONS = "last_positions";

    /** The vectors of encoded texts [B, T, D]; [B, D]. */
    Tensor apply(GraphBuilder builder, Tensor encoded, TextTensors text) {
        long batch = encoded.dimension(0);
        return switch (this) {
            case POOLER -> LanguageModel.pool(builder.root(), encoded);
            case FIRST -> LanguageModel.first(encoded);
            case MEAN -> mean(encoded, text.bias().orElseThrow());
            case LAST ->
                Shaping.reshape(
                        Indexing.rowsOfSamples(encoded, builder.integerInput(LAST_POSITIONS, batch, 1)),
                        batch,
                        encoded.dimension(2));
        };
    }

    /** exp turns the bias into 1 and 0. */
    private static Tensor mean(Tensor encoded, Tensor bias) {
        long batch = encoded.dimension(0);
        if (bias.dimension(2) != 1) {
            throw new IllegalArgumentException("the mean of a row of several documents says nothing of any of them");
        }
        Tensor heard = Shaping.reshape(Elementwise.exp(bias), batch, encoded.dimension(1), 1); // [B, T, 1]
        Tensor sums = Reductions.sum(Arithmetic.multiply(encoded, heard), 1); // [B, 1, D]
        return Shaping.reshape(Arithmetic.divide(sums, Reductions.sum(heard, 1)), batch, encoded.dimension(2));
    }
}
