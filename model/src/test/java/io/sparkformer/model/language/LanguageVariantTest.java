package io.sparkformer.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageVariantTest {
    private static final TextShape SHAPE = TextShape.of(4);

    /** The counts of the published models with a pooler, and without a head. */
    @ParameterizedTest
    @CsvSource({
        "bert-base, 30522, 109482240",
        "bert-base, 28996, 108310272",
        "bert-base, 21128, 102267648",
        "bert-large, 30522, 335141888",
        "bert-tiny, 30522, 4385920",
        "bert-mini, 30522, 11170560",
        "bert-small, 30522, 28763648",
        "bert-medium, 30522, 41373184",
        "bert-2-128, 30522, 4385920",
        "bert-12-768, 30522, 109482240",
        "minilm-6-384, 30522, 22713216",
        "ernie-1.0, 18000, 99866112",
        "roberta-base, 50265, 124645632",
        "albert-base, 30000, 11683584",
        "albert-large, 30000, 17683968",
        "albert-xlarge, 30000, 58724864",
        "albert-xxlarge, 30000, 222595584"
    })
    void parameterCount_ofAnEncoderWithPooler_isThePublishedOne(String name, int vocabulary, int parameters) {
        LanguageModelConfig config = LanguageVariant.of(name).withVocabulary(vocabulary);
        LanguageTask task =
                new SequenceClassification(new LanguageModel(config), SHAPE, TextPooling.POOLER, 2, Objective.SOFTMAX);

        int head = 2 * config.stack().width() + 2;
        assertThat(count(task) - head).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({"true, 110106428", "false, 109514298"})
    void parameterCount_ofBertBaseWithItsHeads_isThePublishedOne(boolean pairs, int parameters) {
        LanguageModel model = new LanguageModel(LanguageVariant.of("bert-base"));

        assertThat(count(new MaskedLanguage(model, SHAPE, 2, pairs))).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt, 116534784",
        "gpt2, 124439808",
        "gpt2-medium, 354823168",
        "gpt2-large, 774030080",
        "gpt2-xl, 1557611200"
    })
    void parameterCount_ofADecoder_isThePublishedOne(String name, int parameters) {
        assertThat(count(new CausalLanguage(new LanguageModel(LanguageVariant.of(name)), SHAPE)))
                .isEqualTo(parameters);
    }

    /** ALBERT's layers are one. */
    @Test
    void parameterCount_ofSharedLayers_doesNotDependOnTheirNumber() {
        LanguageModelConfig albert = LanguageVariant.of("albert-base");
        StackConfig stack = albert.stack();
        StackConfig shallow = new StackConfig(
                stack.width(),
                1,
                stack.heads(),
                stack.hiddenWidth(),
                stack.activation(),
                stack.connection(),
                stack.epsilon(),
                false,
                Layering.PLAIN.sharing(true));
        LanguageModel one = new LanguageModel(new LanguageModelConfig(albert.embedding(), shallow, 0));

        assertThat(count(new MaskedLanguage(one, SHAPE, 2, true)))
                .isEqualTo(count(new MaskedLanguage(new LanguageModel(albert), SHAPE, 2, true)));
    }

    @Test
    void of_anUnknownName_namesTheKnownOnes() {
        assertThatThrownBy(() -> LanguageVariant.of("bert-huge"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bert-huge", "bert-base", "gpt2-xl", "bert-L-D");
    }

    private static int count(LanguageTask task) {
        ModelGraph graph = task.graph(GraphSettings.inference(1));
        return graph.layout().length();
    }
}
