package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.InterchangeExample.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Written checkpoints, compared byte for byte with those that the libraries' own modules give. */
class WeightsExportTest {
    private static byte[] exported(KeyFamily family, String golden) throws IOException {
        VitConfig config = InterchangeExample.config();
        float[] parameters = InterchangeExample.read(Checkpoints.file(Checkpoints.golden(golden)), config)
                .parameters();
        return Checkpoints.written(WeightsExport.tensors(family, InterchangeExample.layout(config), parameters));
    }

    @ParameterizedTest
    @CsvSource({
        "TIMM, vit_timm.safetensors",
        "TORCHVISION, vit_torchvision.safetensors",
        "HUGGING_FACE, vit_hugging_face.safetensors"
    })
    void tensors_ofTheFamilyTheyCameFrom_areTheCheckpointByteForByte(KeyFamily family, String file) throws IOException {
        assertThat(exported(family, file)).isEqualTo(Checkpoints.golden(file));
    }

    /** The script has loaded the same bytes into each library's module tree, which gave torchvision's logits. */
    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void tensors_ofATorchvisionModel_areTheGoldenFileOfEachFamily(KeyFamily family) throws Exception {
        byte[] file = exported(family, "vit_torchvision.safetensors");

        String name = family.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
                .isEqualTo(JSON.get("torchvisionExportedSha256").get(name).textValue());
    }

    @Test
    void tensors_meanPoolingAsTorchvision_isRefusedWithTheRemedy() {
        VitConfig mean = new VitConfig(16, 3, 4, 16, 2, 4, 32, 7, VitConfig.Pooling.MEAN, 0, 0);
        var layout = InterchangeExample.layout(mean);

        assertThatThrownBy(() -> WeightsExport.tensors(KeyFamily.TORCHVISION, layout, new float[layout.length()]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("torchvision", "fc_norm", "export a model of model.pooling = mean as timm");
        assertThat(WeightsExport.tensors(KeyFamily.TIMM, layout, new float[layout.length()]))
                .hasSameSizeAs(layout.parameters());
    }
}
