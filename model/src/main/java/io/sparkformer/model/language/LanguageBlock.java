package io.sparkformer.model.language;

import io.sparkformer.model.attention.Layers;
import io.sparkformer.model.graph.Scope;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.layer.FeedForward;
import io.sparkformer.model.layer.LinearInitialization;
import io.sparkformer.model.layer.MultiHeadAttention;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.layer.TransformerBlock;
import io.sparkformer.model.operation.Tensor;

/**
 * A layer of a {@link LanguageModel}.
 *
 * @param config the model's sizes
 * @param places where its tokens stand
 */
record LanguageBlock(LanguageModelConfig config, Positioning places) implements Layers.Block {
    @Override
    public TransformerBlock.Settings of(int layer, AttentionMechanism attention) {
        StackConfig stack = config.stack();
        LinearInitialization residual = residual(stack);
        return new TransformerBlock.Settings(
                stack.connection(),
                new SublayerConnection.Settings(stack.epsilon(), 0),
                new MultiHeadAttention.Settings(attention, LanguageModel.NORMAL, residual, config.dropout()),
                new FeedForward.Settings(
                        stack.hiddenWidth(), stack.activation(), LanguageModel.NORMAL, residual, 0, config.dropout()));
    }

    /** Where nothing normalises what the stream sums up, all 2 L summands start smaller (Radford et al. 2019, section 2.3). */
    private static LinearInitialization residual(StackConfig stack) {
        return stack.connection() == SublayerConnection.PRE_NORM
                ? LinearInitialization.normal(LanguageModel.DEVIATION / Math.sqrt(2.0 * stack.depth()))
                : LanguageModel.NORMAL;
    }

    /** With the positions of its own, where each layer has some (Al-Rfou et al. 2018); the first one's are those of the embeddings. */
    @Override
    public Tensor input(Scope scope, int layer, Tensor stream) {
        boolean own = config.embedding().positions() == Positions.LEARNED_PER_LAYER && layer > 0;
        return own ? places.addTo(scope.child("positions"), stream) : stream;
    }
}
