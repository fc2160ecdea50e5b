package io.sparkformer.model.generation;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.random.CounterRandom;
import java.util.OptionalInt;

/** Small causal models, with parameters that make every part of them matter. */
final class TinyDecoders {
    static final int VOCABULARY = 31;
    static final int POSITIONS = 20;

    private TinyDecoders() {}

    static LanguageModel gpt() {
        return model(SublayerConnection.POST_NORM, Positions.LEARNED, 0, 0, 24, false);
    }

    static LanguageModel gpt2() {
        return model(SublayerConnection.PRE_NORM, Positions.LEARNED, 0, 0, 24, false);
    }

    /** What no published decoder has, and a configuration may have. */
    static LanguageModel shared() {
        return model(SublayerConnection.PRE_NORM, Positions.SINUSOIDAL, 0, 2, 24, true);
    }

    static LanguageModel withOffset() {
        return model(SublayerConnection.POST_NORM, Positions.LEARNED, 2, 1, 24, false);
    }

    static LanguageModel withoutPositions() {
        return model(SublayerConnection.PRE_NORM, Positions.NONE, 0, 0, 24, false);
    }

    static LanguageModel withPositionsPerLayer() {
        return model(SublayerConnection.POST_NORM, Positions.LEARNED_PER_LAYER, 0, 0, 24, false);
    }

    /** Places are counted anew, though all is heard. */
    static LanguageModel withPeriod() {
        LanguageModelConfig config = withPositionsPerLayer().config();
        return new LanguageModel(new LanguageModelConfig(
                config.embedding().withPeriod(OptionalInt.of(7)), config.stack(), config.dropout()));
    }

    private static LanguageModel model(
            SublayerConnection connection, Positions positions, int offset, int segments, int width, boolean shared) {
        EmbeddingConfig embedding =
                new EmbeddingConfig(VOCABULARY, width, positions, POSITIONS + offset, offset, segments, segments > 0);
        StackConfig stack = new StackConfig(
                width, 3, 4, 40, ActivationFunction.GELU_TANH, connection, 1e-5, true, Layering.PLAIN.sharing(shared));
        return new LanguageModel(new LanguageModelConfig(embedding, stack, 0.1));
    }

    static ModelGraph whole(LanguageModel model, int batch, int length) {
        return new CausalLanguage(model, TextShape.of(length)).graph(GraphSettings.inference(batch));
    }

    static float[] parameters(LanguageModel model, long seed) {
        float[] parameters = whole(model, 1, 1).initialParameters(seed);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (0.2 * CounterRandom.gaussian(seed, i));
        }
        return parameters;
    }

    static int[] tokens(long key, int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = (int) (CounterRandom.uniform(key, i) * VOCABULARY);
        }
        return tokens;
    }
}
