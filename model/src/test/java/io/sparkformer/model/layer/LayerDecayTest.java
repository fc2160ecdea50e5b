package io.sparkformer.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import io.sparkformer.model.vit.VitVariant;
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
        "blocks.9.positions.weight, 3",
        "blocks.11.mlp.fc2.bias, 1",
        "blocks.compress_layer.weight, 12",
        "blocks.last.widen, 1",
        "norm.weight, 0",
        "fc_norm.bias, 0",
        "head.weight, 0"
    })
    void multiple_ofAVitsParameter_isThatOfItsLayer(String parameter, int power) {
        LayeredModel model = new Vit(VitConfig.of(VitVariant.TI, 16, 32, 3, 10, VitConfig.Pooling.CLS));

        assertThat(LayerDecay.multiple(model, parameter, 0.75)).isCloseTo(Math.pow(0.75, power), within(1e-15));
        assertThat(LayerDecay.multiple(model, parameter, 1)).isEqualTo(1);
    }

    /** Three stages of two blocks each: 7 - l. */
    @ParameterizedTest
    @CsvSource({
        "stem.weight, 7",
        "blocks.0.norm1.weight, 6",
        "blocks.2.shortcut.weight, 4",
        "blocks.5.conv2.weight, 1",
        "norm.weight, 0",
        "head.bias, 0"
    })
    void multiple_ofAResidualNetworksParameter_isThatOfItsBlock(String parameter, int power) {
        LayeredModel model = new ResNet(new ResNetConfig(32, 3, 10, 16, 3, 2, 1, 8));

        assertThat(LayerDecay.multiple(model, parameter, 0.75)).isCloseTo(Math.pow(0.75, power), within(1e-15));
    }
}
