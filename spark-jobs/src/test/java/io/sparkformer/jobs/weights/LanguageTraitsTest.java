package io.sparkformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageVariant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights whose tensors fit into a model that computes otherwise with them. */
class LanguageTraitsTest {
    private static final LanguageModelConfig BERT = LanguageVariant.of("bert-tiny");
    private final List<String> messages = new ArrayList<>();

    private static LanguageTraits weights(String json) throws JsonProcessingException {
        return LanguageTraits.of(new ObjectMapper().readTree(json));
    }

    private static LanguageModelConfig scaled() {
        return new LanguageModelConfig(BERT.embedding().withScale(true), BERT.stack(), BERT.dropout());
    }

    @Test
    void require_theSameModel_isSilent() throws JsonProcessingException {
        weights(
                        "{\"model_type\": \"bert\", \"num_attention_heads\": 2, \"layer_norm_eps\": 1e-12, \"hidden_act\": \"gelu\"}")
                .require(BERT, messages::add);

        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"num_attention_heads": 12} | model.heads = 2, the weights' model has 12
            {"layer_norm_eps": 1e-5}    | model.norm-epsilon = 1.0E-12, the weights' model has 1.0E-5
            {"model_type": "gpt2"}      | model.connection = post-norm, the weights' model has pre-norm
            {"model_type": "roberta"}   | the first position's row = 0, the weights' model has 2
            """)
    void require_anotherModel_isRefused(String json, String difference) throws JsonProcessingException {
        LanguageTraits traits = weights(json);

        assertThatThrownBy(() -> traits.require(BERT, messages::add))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(difference);
    }

    @Test
    void require_tokensOfAnotherScale_isRefused() throws JsonProcessingException {
        LanguageTraits published = weights("{\"model_type\": \"bert\"}");
        LanguageTraits own = LanguageTraits.of(scaled());

        assertThatThrownBy(() -> published.require(scaled(), messages::add))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.scale-embedding = true, the weights' model has false");
        assertThatThrownBy(() -> own.require(BERT, messages::add))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.scale-embedding = false, the weights' model has true");
    }
}
