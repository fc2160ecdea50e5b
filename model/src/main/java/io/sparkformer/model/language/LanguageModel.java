package io.sparkformer.model.language;

import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.attention.Layers;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.LayerNorm;
import io.sparkformer.model.layer.Linear;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.Activations;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/**
 * A Transformer over tokens (Vaswani et al. 2017). As an encoder: BERT (Devlin et al. 2019), RoBERTa (Liu et al. 2019), ALBERT
 * (Lan et al. 2020), ERNIE 1.0 (Sun et al. 2019). As a decoder, where tokens hear those before them only: GPT (Radford et al.
 * 2018) and GPT-2 (Radford et al. 2019). They differ in the numbers and switches of {@link LanguageModelConfig}.
 *
 * @param config its sizes
 */
public record LanguageModel(LanguageModelConfig config) {
    /** The standard deviation with which BERT's and GPT's weights start. */
    static final double DEVIATION = 0.02;

    static final LinearInitialization NORMAL = LinearInitialization.normal(DEVIATION);

    /** Every token in its context; [B, T, D]. */
    public Tensor encode(Scope scope, TextTensors text) {
        requireFit(text);
        return encode(scope, text, (x, layers) -> layers.apply(x));
    }

    /**
     * The same behind each layer, as a head may read it.
     *
     * @return L of [B, T, D], of which the last is {@link #encode}
     */
    List<Tensor> encodeEach(Scope scope, TextTensors text) {
        requireFit(text);
        Tensor x = embed(scope.child("embeddings"), text);
        List<Tensor> streams = layers(scope.child("blocks"), text).each(x);
        int depth = streams.size();
        List<Tensor> encoded = new ArrayList<>(List.of(readable(scope, streams.get(depth - 1))));
        for (int layer = depth - 1; layer > 0; layer--) {
            encoded.add(0, readable(below(scope, layer), streams.get(layer - 1)));
        }
        return List.copyOf(encoded);
    }

    /**
     * Where the parameters behind the last layer serve one below it, too.
     *
     * @param scope the model's own, after they are declared
     * @param layer counted from 1
     */
    static Scope below(Scope scope, int layer) {
        return scope.child("auxiliary").child(layer).sharing(scope);
    }

    private void requireFit(TextTensors text) {
        StackConfig stack = config.stack();
        stack.layering().attention().requireFit(Math.toIntExact(text.tokens().dimension(1)), stack.causal());
    }

    /** The same with the g global tokens of its attention, which adds some, in front; [B, g + T, D]. */
    Tensor encodeWithGlobals(Scope scope, TextTensors text, ExtendedAttention attention) {
        return encode(scope, text, attention::withGlobals);
    }

    /** The same with another attention in each layer, counted from 0. */
    public Tensor encode(Scope scope, TextTensors text, IntFunction<AttentionMechanism> attention) {
        return encode(scope, text, (x, layers) -> layers.blocks(x, attention));
    }

    private Tensor encode(Scope scope, TextTensors text, BiFunction<Tensor, Layers, Tensor> encoder) {
        Tensor x = embed(scope.child("embeddings"), text);
        return readable(scope, encoder.apply(x, layers(scope.child("blocks"), text)));
    }

    /** Where nothing normalises the stream within the blocks, the last norm does, whichever layer a head reads. */
    private Tensor readable(Scope scope, Tensor stream) {
        StackConfig stack = config.stack();
        return stack.connection() == SublayerConnection.PRE_NORM
                ? LayerNorm.apply(scope.child("norm"), stream, stack.epsilon())
                : stream;
    }

    private Layers layers(Scope scope, TextTensors text) {
        StackConfig stack = config.stack();
        Layers.Block block = new LanguageBlock(config, places(text));
        return new Layers(scope, stack.depth(), stack.heads(), stack.causal(), text.bias(), block, stack.layering());
    }

    /** The sum of what token, segment and position say, normalised, and mapped to the stack's width; [B, T, D]. */
    private Tensor embed(Scope scope, TextTensors text) {
        EmbeddingConfig embedding = config.embedding();
        Tensor tokens = Composites.embedding(tokenTable(scope), text.tokens()); // [B, T, E]
        Tensor x = embedding.scaled() ? Arithmetic.scale(tokens, embedding.scale()) : tokens;
        if (embedding.segments() > 0) {
            x = Arithmetic.add(x, segments(scope.child("segments"), text));
        }
        x = places(text).addTo(scope.child("positions"), x);
        x = embedding.norm()
                ? LayerNorm.apply(scope.child("norm"), x, config.stack().epsilon())
                : x;
        x = scope.dropout("drop", scope.named("output", x), config.dropout());
        return embedding.width() == config.stack().width()
                ? x
                : Linear.apply(scope.child("projection"), x, config.stack().width(), NORMAL);
    }

    /** Of a model of one segment all tokens are in it. */
    private Tensor segments(Scope scope, TextTensors text) {
        EmbeddingConfig embedding = config.embedding();
        Tensor table = scope.weight(
                "weight", Initializer.normal(DEVIATION), embedding.segments(), embedding.width()); // [S, E]
        return text.segments()
                .map(segments -> Composites.embedding(table, segments)) // [B, T, E]
                .orElseGet(() -> Shaping.slice(table, 0, 0, 1)); // [1, E]
    }

    private Tensor tokenTable(Scope embeddings) {
        return tokenWeight(embeddings.child("tokens"));
    }

    private Tensor tokenWeight(Scope tokens) {
        EmbeddingConfig embedding = config.embedding();
        Initializer start = Initializer.normal(embedding.deviation(DEVIATION));
        return tokens.weight("weight", start, embedding.vocabulary(), embedding.width()); // [V, E]
    }

    /** How tokens are told where they stand. */
    private Positioning places(TextTensors text) {
        return new Positioning(config.embedding().encoding(DEVIATION), text.places());
    }

    /**
     * The table of the tokens once more, for a decoder that shares it (Press and Wolf 2017); [V, E].
     *
     * @param scope the model's own, after {@link #encode}
     */
    Tensor sharedTokenTable(Scope scope) {
        Scope tokens = scope.child("embeddings").child("tokens");
        return tokenWeight(scope.sharing(tokens));
    }

    /** What a classifier reads of the first token, [CLS]: tanh(W h + b) of x [B, T, D] (Devlin et al. 2019); [B, D]. */
    static Tensor pool(Scope scope, Tensor x) {
        Tensor projected = Linear.apply(scope.child("pooler"), first(x), x.dimension(2), NORMAL);
        return scope.named("pooled", Activations.tanh(projected));
    }

    /** The first token of each text of x [B, T, D]; [B, D]. */
    static Tensor first(Tensor x) {
        return Shaping.reshape(Shaping.slice(x, 1, 0, 1), x.dimension(0), x.dimension(2));
    }
}
