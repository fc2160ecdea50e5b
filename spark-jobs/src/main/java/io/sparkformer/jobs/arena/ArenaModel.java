package io.sparkformer.jobs.arena;

import io.sparkformer.jobs.config.ArenaConfig;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import java.util.OptionalInt;

/** The model of the arena: an encoder with norms before its sublayers, learned positions where a contender has no others, and a classifier that reads the mean of all tokens. */
final class ArenaModel {
    /** Sequences are filled up to a multiple of this, which blocks of all contenders divide. */
    private static final int MULTIPLE = 64;

    private static final double EPSILON = 1e-5;

    private ArenaModel() {}

    /** The length of a batch's rows for sequences of so many tokens, [CLS] in front. */
    static int rowLength(int longest) {
        return (longest + MULTIPLE) / MULTIPLE * MULTIPLE;
    }

    /**
     * The model and its loss.
     *
     * @param contender its layers and positions
     * @param tokens T
     */
    static SequenceClassification task(
            ArenaConfig config, Contender contender, int tokens, int vocabulary, int classes) {
        OptionalInt period = contender.period().apply(tokens);
        int rows = period.orElse(tokens);
        EmbeddingConfig embedding = new EmbeddingConfig(
                        vocabulary, config.width(), contender.positions(), rows, 0, 0, false)
                .withPeriod(period)
                .withScale(contender.addsSinusoids());
        StackConfig stack = new StackConfig(
                config.width(),
                config.depth(),
                config.heads(),
                config.mlpWidth(),
                ActivationFunction.GELU,
                SublayerConnection.PRE_NORM,
                EPSILON,
                false,
                contender.ofTokens().apply(tokens));
        LanguageModel model = new LanguageModel(new LanguageModelConfig(embedding, stack, config.dropout()));
        return new SequenceClassification(model, TextShape.of(tokens), TextPooling.MEAN, classes, Objective.SOFTMAX);
    }
}
