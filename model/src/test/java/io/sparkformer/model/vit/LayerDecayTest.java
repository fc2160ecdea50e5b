package io.sparkformer.model.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerDecayTest {
    /** The layers that BEiT's and MAE's fine-tuning code gives, for 12 blocks: 13 - l of 0.75. */
    @ParameterizedTest
    @CsvSource({
        "cls_token, 13",
        "pos_embed, 13",
        "patch_embed.proj.weight, 13",
        "patch_embed.proj.bias, 13",
        "blocks.0.norm1.weight, 12",
        "blocks.0.attn.qkv.bias, 12",
        "blocks.9.mlp.fc1.weight, 3",
        "blocks.11.mlp.fc2.bias, 1",
        "norm.weight, 0",
        "fc_norm.bias, 0",
        "head.weight, 0"
    })
    void multiple_eachParameter_isThatOfItsLayer(String parameter, int power) {
        assertThat(LayerDecay.multiple(parameter, 12, 0.75)).isCloseTo(Math.pow(0.75, power), within(1e-15));
        assertThat(LayerDecay.multiple(parameter, 12, 1)).isEqualTo(1);
    }
}
