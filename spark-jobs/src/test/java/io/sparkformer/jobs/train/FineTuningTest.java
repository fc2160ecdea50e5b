package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.TrainingConfig;
import io.sparkformer.jobs.weights.TinyWeights;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.optimizer.ParameterRates;
import io.sparkformer.model.vit.Vit;
import java.util.List;
import org.junit.jupiter.api.Test;

class FineTuningTest {
    private static final TinyWeights WEIGHTS = TinyWeights.of(8, 3);
    private static final ParameterLayout LAYOUT = WEIGHTS.graph().layout();

    private static ParameterRates rates(String... settings) {
        TrainingConfig training = ConfigLoader.load(null, List.of(settings), JobName.INSPECT)
                .experiment()
                .training();
        return FineTuning.rates(training, LAYOUT, new Vit(WEIGHTS.config()));
    }

    private static double rate(ParameterRates rates, String name) {
        return rates.of(LAYOUT.parameter(name));
    }

    @Test
    void rates_defaults_areOneForAll() {
        ParameterRates rates = rates();

        assertThat(LAYOUT.parameters())
                .allSatisfy(parameter -> assertThat(rates.of(parameter)).isEqualTo(1));
    }

    @Test
    void rates_layerDecay_fallsFromTheHeadToTheEmbeddings() {
        ParameterRates rates = rates("training.layer-decay=0.5");

        assertThat(rate(rates, "head.weight")).isEqualTo(1);
        assertThat(rate(rates, "norm.bias")).isEqualTo(1);
        assertThat(rate(rates, "blocks.1.attn.qkv.weight")).isCloseTo(0.5, within(1e-15));
        assertThat(rate(rates, "blocks.0.norm1.bias")).isCloseTo(0.25, within(1e-15));
        assertThat(rate(rates, "pos_embed")).isCloseTo(0.125, within(1e-15));
    }

    @Test
    void rates_freeze_exactlyWhatThePatternsMatch() {
        ParameterRates rates =
                rates("training.freeze=[\"blocks.?.attn.*\", \"pos_embed\", \"*.bias\"]", "training.layer-decay=0.5");

        for (ParameterSpec parameter : LAYOUT.parameters()) {
            boolean frozen = parameter.name().contains(".attn.")
                    || parameter.name().equals("pos_embed")
                    || parameter.name().endsWith(".bias");
            assertThat(rates.frozen(parameter)).as(parameter.name()).isEqualTo(frozen);
        }
    }

    @Test
    void rates_patternThatMatchesNothing_namesItAndTheNames() {
        assertThatThrownBy(() -> rates("training.freeze=[\"head.*\", \"block.*\"]"))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.remedy())
                                .contains("blocks.N.attn.qkv.weight", "pos_embed")
                                .doesNotContain("blocks.1"))
                .hasMessageContaining("the pattern \"block.*\" matches no parameter");
    }

    @Test
    void rates_everythingFrozen_isRefused() {
        assertThatThrownBy(() -> rates("training.freeze=[\"*\"]"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("freezes every parameter");
    }
}
