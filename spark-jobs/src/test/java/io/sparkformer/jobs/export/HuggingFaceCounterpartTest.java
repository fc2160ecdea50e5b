package io.sparkformer.jobs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.layer.Objective;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceCounterpartTest {
    private static final SpecialTokens BERT = new SpecialTokens(0, 1, 2, 3, 4, -1, -1);
    private static final SpecialTokens ROBERTA = new SpecialTokens(1, 3, 0, 2, 4, 0, 2);

    private static HuggingFaceCounterpart of(String variant, SpecialTokens special) {
        LanguageModel model = new LanguageModel(LanguageVariant.of(variant));
        return HuggingFaceCounterpart.of(new MaskedLanguage(model, TextShape.of(8), 2, false), variant, special);
    }

    @ParameterizedTest
    @CsvSource({
        "bert-large, bert, BertForMaskedLM",
        "minilm-6-384, bert, BertForMaskedLM",
        "albert-xxlarge, albert, AlbertForMaskedLM",
        "ernie-1.0, ernie, ErnieForMaskedLM"
    })
    void of_aPublishedVariant_isItsOwn(String variant, String type, String architecture) {
        HuggingFaceCounterpart counterpart = of(variant, BERT);

        assertThat(counterpart.type()).isEqualTo(type);
        assertThat(counterpart.architecture()).isEqualTo(architecture);
    }

    /** transformers counts RoBERTa's positions from the padding's id on. */
    @Test
    void of_robertaWithAnotherPadding_isRefused() {
        assertThat(of("roberta-base", ROBERTA).type()).isEqualTo("roberta");
        assertThatThrownBy(() -> of("roberta-base", BERT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("one more than the id of the padding, which is 0");
    }

    @Test
    void of_aModelThatIsNotThere_isRefusedWithAllReasons() {
        LanguageModelConfig bert = LanguageVariant.of("bert-tiny");
        LanguageModel model = new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(99, 64, EmbeddingConfig.Positions.SINUSOIDAL, 512, 0, 0, true), bert.stack(), 0));
        SequenceClassification task =
                new SequenceClassification(model, TextShape.of(8), TextPooling.MEAN, 3, Objective.SOFTMAX);

        assertThatThrownBy(() -> HuggingFaceCounterpart.of(task, "custom", BERT))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("learn their positions", "have segments", "has both", "read what the pooler");
    }

    @Test
    void of_positionsThatAreCountedAnewOrInEachLayer_isRefused() {
        LanguageModelConfig gpt2 = LanguageVariant.of("gpt2");
        EmbeddingConfig embedding = new EmbeddingConfig(
                        99, 768, EmbeddingConfig.Positions.LEARNED_PER_LAYER, 8, 0, 0, false)
                .withPeriod(OptionalInt.of(8))
                .withScale(true);
        LanguageModel model = new LanguageModel(new LanguageModelConfig(embedding, gpt2.stack(), 0));

        assertThatThrownBy(() -> HuggingFaceCounterpart.of(new CausalLanguage(model, TextShape.of(16)), "custom", BERT))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll(
                        "in front of the first layer only", "model.position-period", "model.scale-embedding");
    }
}
