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
 * @param places where the tokens stand; empty where they are the first of their text in its order
 */
public record TextTensors(Tensor tokens, Optional<Tensor> segments, Optional<Tensor> bias, Optional<Places> places) {
    /**
     * Where tokens stand in their text.
     *
     * @param of each, [B, T], counted from 0
     * @param bound one more than the last place there is
     */
    public record Places(Tensor of, int bound) {}

    /** Names of the inputs. */
    public static final String TOKENS = "token_ids";

    /** See {@link #segments()}. */
    public static final String SEGMENTS = "segment_ids";

    /** See {@link #bias()}. */
    public static final String BIAS = "attention_bias";

    /** See {@link #places()}. */
    public static final String PLACES = "position_ids";

    /** Declares the inputs {@value #TOKENS}, {@value #SEGMENTS} where the model has a table for them, and {@value #BIAS}. */
    public static TextTensors declare(GraphBuilder builder, LanguageModelConfig config, TextShape shape) {
        long batch = builder.batchSize();
        long length = shape.length();
        long rows = shape.severalDocuments() ? length : 1;
        Tensor tokens = builder.integerInput(TOKENS, batch, length);
        Tensor bias = builder.input(BIAS, batch, 1, rows, length);
        return new TextTensors(tokens, segments(builder, config, length), Optional.of(bias), Optional.empty());
    }

    /**
     * Declares the inputs of tokens that follow others: {@value #TOKENS}, {@value #PLACES}, and {@value #SEGMENTS} where the model
     * has a table for them. What they hear is not theirs to say.
     *
     * @param tokens T
     * @param bound how many tokens a text can have
     */
    public static TextTensors following(GraphBuilder builder, LanguageModelConfig config, int tokens, int bound) {
        Tensor ids = builder.integerInput(TOKENS, builder.batchSize(), tokens);
        Tensor places = builder.integerInput(PLACES, builder.batchSize(), tokens);
        return new TextTensors(
                ids, segments(builder, config, tokens), Optional.empty(), Optional.of(new Places(places, bound)));
    }

    private static Optional<Tensor> segments(GraphBuilder builder, LanguageModelConfig config, long length) {
        return config.embedding().segments() > 1
                ? Optional.of(builder.integerInput(SEGMENTS, builder.batchSize(), length))
                : Optional.empty();
    }
}
