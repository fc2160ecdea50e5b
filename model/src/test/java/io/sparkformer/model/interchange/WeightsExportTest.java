package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.InterchangeExample.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
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
        "HUGGING_FACE, vit_hugging_face.safetensors",
        "SPARKFORMER, vit_timm.safetensors"
    })
    void tensors_ofTheFamilyTheyCameFrom_areTheCheckpointByteForByte(KeyFamily family, String file) throws IOException {
        assertThat(exported(family, file)).isEqualTo(Checkpoints.golden(file));
    }

    /** The script has loaded the same bytes into each library's module tree, which gave torchvision's logits. */
    @ParameterizedTest
    @EnumSource(
            value = KeyFamily.class,
            names = {"TIMM", "TORCHVISION", "HUGGING_FACE"})
    void tensors_ofATorchvisionModel_areTheGoldenFileOfEachFamily(KeyFamily family) throws Exception {
        byte[] file = exported(family, "vit_torchvision.safetensors");

        String name = family.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
                .isEqualTo(JSON.get("torchvisionExportedSha256").get(name).textValue());
    }

    /** Nobody says whose names they are: it shows in those that no Vision Transformer has. */
    @Test
    void tensors_ofAResidualNetwork_areReadAgain() throws IOException {
        ModelGraph graph = new ResNet(new ResNetConfig(8, 1, 3, 4, 2, 1, 1, 2))
                .graph(Objective.SOFTMAX, GraphSettings.inference(1));
        float[] parameters = graph.initialParameters(1);
        byte[] file = Checkpoints.written(WeightsExport.tensors(KeyFamily.SPARKFORMER, graph.layout(), parameters));
        ImportSettings settings =
                new ImportSettings(null, ImportSettings.Head.KEEP, ImportSettings.LinearPatches.CHANNELS_FIRST);

        ImportedWeights read =
                WeightsImport.read(Checkpoints.file(file), graph.layout(), new float[parameters.length], settings);

        assertThat(read.family()).isEqualTo(KeyFamily.SPARKFORMER);
        assertThat(read.parameters()).isEqualTo(parameters);
        assertThatThrownBy(() -> WeightsExport.tensors(KeyFamily.TIMM, graph.layout(), parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("blocks.0.conv1.weight", "as sparkformer");
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
