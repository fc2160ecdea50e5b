package io.sparkformer.model.language;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.operation.Tensor;
import java.util.Optional;

/**
 * A batch of texts in a graph.
 *
 * @param tokens their ids, [B, T]
 * @param segments of pairs, which text a token belongs to, [B, T]; empty for models that know none
 * @param bias added to the logits of attention: 0 where a token is heard, {@link
 *     io.sparkformer.model.operation.AttentionSettings#UNHEARD} elsewhere; [B, 1, 1, T] for padding, [B, 1, T, T] where several
 *     texts lie in one row; empty where nothing has to be hidden
 */
public record TextTensors(Tensor tokens, Optional<Tensor> segments, Optional<Tensor> bias) {
    /** Names of the inputs. */
    public static final String TOKENS = "token_ids";

    /** See {@link #segments()}. */
    public static final String SEGMENTS = "segment_ids";

    /** See {@link #bias()}. */
    public static final String BIAS = "attention_bias";

    /** Declares the inputs {@value #TOKENS}, {@value #SEGMENTS} where the model has a table for them, and {@value #BIAS}. */
    public static TextTensors declare(GraphBuilder builder, LanguageModelConfig config, TextShape shape) {
        long batch = builder.batchSize();
        long length = shape.length();
        long rows = shape.severalDocuments() ? length : 1;
        Tensor tokens = builder.integerInput(TOKENS, batch, length);
        Optional<Tensor> segments = config.embedding().segments() > 1
                ? Optional.of(builder.integerInput(SEGMENTS, batch, length))
                : Optional.empty();
        return new TextTensors(tokens, segments, Optional.of(builder.input(BIAS, batch, 1, rows, length)));
    }
}
