package io.sparkformer.jobs.config;

import io.sparkformer.model.attention.AttentionByScore;
import io.sparkformer.model.attention.BlockAttention;
import io.sparkformer.model.score.ScoreFunction;
import io.sparkformer.model.score.ScoreNormalization;
import io.sparkformer.model.score.ScoredAttention;

/** Everybody, compared by a score other than the scaled product, or weighed otherwise than by one softmax. */
@TypeName("scored")
public record ScoredPairs(
        @Key(
                value =
                        "What compares queries and keys: dot, scaled-dot, general, additive, concat, mlp (concat with a bias), cosine or distance.",
                role = Role.NUMERIC)
        Score score,

        @Key(
                value =
                        "What weights become of scores: softmax, mixture (of several softmaxes) or hard-max (the best key alone, without a gradient to scores).",
                role = Role.NUMERIC)
        Normalization normalization,

        @Key(value = "Hidden width of additive, concat and mlp scores.", role = Role.NUMERIC)
        int scoreWidth,

        @Key(value = "What cosines are divided by.", role = Role.NUMERIC)
        double scoreTemperature,

        @Key(value = "Softmaxes of a mixture, a divisor of a head's width.", role = Role.NUMERIC)
        int parts)
        implements BlockAttentionConfig {
    private static final double EPSILON = 1e-9;

    /** How well a key answers a query. */
    public enum Score {
        /** Their product. */
        DOT,
        /** The same over the root of their width. */
        SCALED_DOT,
        /** The same with a learned matrix between them. */
        GENERAL,
        /** A network of one hidden layer over the sum of two maps. */
        ADDITIVE,
        /** A network of one hidden layer over both. */
        CONCAT,
        /** The same with a bias. */
        MLP,
        /** The cosine of the angle between them. */
        COSINE,
        /** Minus the square of the distance between them. */
        DISTANCE
    }

    /** What becomes of scores. */
    public enum Normalization {
        /** Their exponentials, as shares. */
        SOFTMAX,
        /** The sum of several, each of a part of the width. */
        MIXTURE,
        /** 1 for the highest. */
        HARD_MAX
    }

    /** Refuses values that cannot work. */
    public ScoredPairs {
        new Requirements()
                .atLeast("score-width", scoreWidth, 1)
                .positive("score-temperature", scoreTemperature)
                .atLeast("parts", parts, 1)
                .check();
    }

    @Override
    public BlockAttention attention(TokenOrder sequence) {
        return new AttentionByScore(new ScoredAttention(function(), weights()));
    }

    private ScoreFunction function() {
        return switch (score) {
            case DOT -> new ScoreFunction.Dot();
            case SCALED_DOT -> new ScoreFunction.ScaledDot();
            case GENERAL -> new ScoreFunction.General();
            case ADDITIVE -> new ScoreFunction.Additive(scoreWidth);
            case CONCAT -> new ScoreFunction.Concatenated(scoreWidth, false);
            case MLP -> new ScoreFunction.Concatenated(scoreWidth, true);
            case COSINE -> new ScoreFunction.Cosine(scoreTemperature, EPSILON);
            case DISTANCE -> new ScoreFunction.NegativeSquaredDistance();
        };
    }

    private ScoreNormalization weights() {
        return switch (normalization) {
            case SOFTMAX -> new ScoreNormalization.SoftMaximum();
            case MIXTURE -> new ScoreNormalization.MixtureOfSoftmaxes(parts);
            case HARD_MAX -> new ScoreNormalization.HardMaximum();
        };
    }
}
