package io.sparkformer.model.interchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.attention.Attention;
import io.sparkformer.model.attention.AttentionByScore;
import io.sparkformer.model.attention.CompressedAttention;
import io.sparkformer.model.attention.DepthScheme;
import io.sparkformer.model.attention.EdgeAttention;
import io.sparkformer.model.attention.ExtendedAttention;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.attention.Linformer;
import io.sparkformer.model.attention.LongformerAttention;
import io.sparkformer.model.attention.LshAttention;
import io.sparkformer.model.attention.RelativeAttention;
import io.sparkformer.model.attention.RoutingAttention;
import io.sparkformer.model.attention.SetAttention;
import io.sparkformer.model.attention.ShuffleExchange;
import io.sparkformer.model.attention.StarAttention;
import io.sparkformer.model.attention.TreeAttention;
import io.sparkformer.model.attention.Universal;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.language.AuxiliaryLosses;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.score.ScoreFunction;
import io.sparkformer.model.score.ScoreNormalization;
import io.sparkformer.model.score.ScoredAttention;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint starts another model by its names: each must be known. */
class OwnKeyMapTest {
    private static final int LENGTH = 8;

    static Stream<Attention> attentions() {
        return Stream.of(
                Attention.FULL,
                new LongformerAttention(1, 1, true),
                new CompressedAttention(3, 3, CompressedAttention.Kind.CONVOLUTION),
                new Linformer(2, Linformer.Sharing.NONE),
                new Linformer(2, Linformer.Sharing.LAYERWISE),
                new LshAttention(4, 1, 1),
                new RoutingAttention(2, 0.9, OptionalInt.empty()),
                new EdgeAttention(2),
                new AttentionByScore(new ScoredAttention(
                        new ScoreFunction.Concatenated(3, true), new ScoreNormalization.MixtureOfSoftmaxes(2))),
                new AttentionByScore(
                        new ScoredAttention(new ScoreFunction.Additive(3), new ScoreNormalization.SoftMaximum())),
                new StarAttention(true),
                SetAttention.ofAll(),
                SetAttention.induced(3),
                new ShuffleExchange(),
                new RelativeAttention(RelativeAttention.Form.TENER),
                new RelativeAttention(RelativeAttention.Form.TRANSFORMER_XL),
                new TreeAttention(1, 1),
                new ExtendedAttention(1, 2, 1));
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void theirs_parametersOfAnyAttention_areOurs(Attention attention) {
        requireKnown(attention, false, DepthScheme.INTERLEAVED);
    }

    static Stream<DepthScheme> schemes() {
        return Stream.of(new Universal(Optional.of(new Universal.Halting(0.01, 0.01))));
    }

    @ParameterizedTest
    @MethodSource("schemes")
    void theirs_parametersOfAnyDepthScheme_areOurs(DepthScheme scheme) {
        requireKnown(Attention.FULL, true, scheme);
    }

    private static void requireKnown(Attention attention, boolean shared, DepthScheme scheme) {
        EmbeddingConfig embedding = new EmbeddingConfig(11, 8, Positions.LEARNED, LENGTH, 0, 0, true);
        StackConfig stack = new StackConfig(
                8,
                2,
                2,
                12,
                ActivationFunction.GELU,
                SublayerConnection.PRE_NORM,
                1e-5,
                false,
                Layering.of(attention).sharing(shared).by(scheme));
        requireKnown(new MaskedLanguage(
                new LanguageModel(new LanguageModelConfig(embedding, stack, 0)), TextShape.of(LENGTH), 2, true));
    }

    @Test
    void theirs_parametersOfPositionsAndHeadsThatTrainingAsks_areOurs() {
        EmbeddingConfig embedding = new EmbeddingConfig(11, 8, Positions.LEARNED_PER_LAYER, LENGTH, 0, 0, false);
        StackConfig stack = new StackConfig(
                8, 2, 2, 12, ActivationFunction.GELU, SublayerConnection.PRE_NORM, 1e-5, true, Layering.PLAIN);
        requireKnown(new CausalLanguage(
                new LanguageModel(new LanguageModelConfig(embedding, stack, 0)),
                TextShape.of(LENGTH),
                new AuxiliaryLosses(true, 0.5)));
    }

    private static void requireKnown(LanguageTask task) {
        for (ParameterSpec parameter :
                task.graph(GraphSettings.inference(1)).layout().parameters()) {
            assertThat(OwnKeyMap.ALL.theirs(parameter.name()))
                    .as(parameter.name())
                    .containsExactly(parameter.name());
            assertThat(OwnKeyMap.ALL.ours(parameter.name())).contains(parameter.name());
        }
    }
}
