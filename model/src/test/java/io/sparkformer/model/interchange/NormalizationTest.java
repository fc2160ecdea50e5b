package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.InterchangeExample.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final Normalization IMAGENET =
            new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    private static final Normalization OTHER = new Normalization(List.of(0.3, 0.5, 0.7), List.of(0.5, 0.2, 0.1));

    /** The golden images, taken for images normalised as ImageNet's, normalised otherwise: the same logits. */
    @Test
    void adapt_imagesNormalisedOtherwise_sameLogits() throws IOException {
        JsonNode model = JSON.get("models").get(0);
        VitConfig config = InterchangeExample.config();
        ParameterLayout layout = InterchangeExample.layout(config);
        float[] parameters = InterchangeExample.read(
                        Checkpoints.file(Checkpoints.golden(model.get("file").textValue())), config)
                .parameters();

        IMAGENET.adapt(parameters, layout, OTHER);

        double[] logits = InterchangeExample.logits(config, parameters, renormalized(JSON.get("patches")));
        assertThat(InterchangeExample.relativeError(logits, Golden.tensor(model.get("logits"))))
                .isLessThan(1e-5);
    }

    /** Patches [B, N, C P P] of 4 x 4 pixels. */
    private static JsonNode renormalized(JsonNode patches) {
        ObjectNode copy = patches.deepCopy();
        var values = copy.putArray("values");
        double[] given = Golden.tensor(patches);
        for (int i = 0; i < given.length; i++) {
            int channel = i / 16 % 3;
            double pixel = given[i] * IMAGENET.deviation().get(channel)
                    + IMAGENET.mean().get(channel);
            values.add((pixel - OTHER.mean().get(channel)) / OTHER.deviation().get(channel));
        }
        return copy;
    }

    @Test
    void adapt_sameNormalisation_changesNoBit() throws IOException {
        VitConfig config = InterchangeExample.config();
        float[] parameters = InterchangeExample.read(
                        Checkpoints.file(Checkpoints.golden("vit_timm.safetensors")), config)
                .parameters();
        float[] before = parameters.clone();

        IMAGENET.adapt(
                parameters,
                InterchangeExample.layout(config),
                new Normalization(IMAGENET.mean(), IMAGENET.deviation()));

        assertThat(parameters).isEqualTo(before);
    }

    @Test
    void normalization_thatCannotBe_isRefused() {
        assertThatThrownBy(() -> new Normalization(List.of(0.5), List.of(0.0))).hasMessageContaining("[0.0]");
        assertThatThrownBy(() -> new Normalization(List.of(0.5), List.of(0.5, 0.5)))
                .hasMessageContaining("one number per channel");
        assertThatThrownBy(() -> new Normalization(List.of(Double.NaN), List.of(0.5)))
                .hasMessageContaining("[NaN]");
    }
}
