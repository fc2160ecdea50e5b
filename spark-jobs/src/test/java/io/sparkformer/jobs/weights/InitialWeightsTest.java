package io.sparkformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.InitConfig;
import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.interchange.ImportSettings.Head;
import io.sparkformer.model.interchange.ImportSettings.LinearPatches;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.Normalization;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitialWeightsTest {
    private static final TinyWeights WEIGHTS = TinyWeights.of(8, 3);

    private final List<String> messages = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    private static final Normalization IMAGES = new Normalization(List.of(0.5), List.of(0.25));

    private static InitConfig init(Path path, Double... meanAndDeviation) {
        List<Double> numbers = List.of(meanAndDeviation);
        int channels = numbers.size() / 2;
        return new InitConfig(
                path.toString(),
                null,
                Head.AUTO,
                LinearPatches.CHANNELS_FIRST,
                numbers.subList(0, channels),
                numbers.subList(channels, numbers.size()));
    }

    /** For weights of the same images, unless the files beside them say otherwise. */
    private InitialWeights read(Path path) throws IOException {
        return read(init(path, 0.5, 0.25), WEIGHTS.config());
    }

    private InitialWeights read(InitConfig init, VitConfig config) throws IOException {
        return InitialWeights.read(
                new Configuration(),
                "training.init.from",
                init,
                new WeightsTarget.OfImages(config, 1, IMAGES),
                messages::add);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyFamily.class,
            names = {"TIMM", "TORCHVISION", "HUGGING_FACE"})
    void read_fileOfEachFamily_isItsParametersWithHashAndFamily(KeyFamily family) throws IOException {
        Path file = WEIGHTS.write(family, directory.resolve("some.safetensors"));

        InitialWeights weights = read(file);

        assertThat(weights.parameters()).isEqualTo(WEIGHTS.parameters());
        assertThat(weights.origin().keys()).isEqualTo(family.label());
        assertThat(weights.origin().sha256()).containsExactly(Checksums.sha256Hex(Files.readAllBytes(file)));
        assertThat(weights.origin().from()).isEqualTo(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "open_clip.safetensors"})
    void read_directoryWithOneFile_isThatFile(String name) throws IOException {
        WEIGHTS.write(KeyFamily.TORCHVISION, directory.resolve(name));
        Files.writeString(directory.resolve("README.md"), "not weights");

        assertThat(read(directory).parameters()).isEqualTo(WEIGHTS.parameters());
    }

    @Test
    void read_directoryWithAnIndex_isAllOfItsFiles() throws IOException {
        List<NamedTensor> tensors = WEIGHTS.tensors(KeyFamily.HUGGING_FACE);
        StringBuilder index = new StringBuilder("{\"metadata\": {\"total_size\": 1}, \"weight_map\": {");
        for (int i = 0; i < tensors.size(); i++) {
            String file = "model-0000" + (1 + i % 2) + "-of-00002.safetensors";
            index.append(i == 0 ? "" : ",").append('"' + tensors.get(i).name() + "\": \"" + file + '"');
        }
        Files.writeString(directory.resolve("model.safetensors.index.json"), index + "}}");
        for (int part = 0; part < 2; part++) {
            List<NamedTensor> own = new ArrayList<>();
            for (int i = part; i < tensors.size(); i += 2) {
                own.add(tensors.get(i));
            }
            TinyWeights.write(own, directory.resolve("model-0000" + (1 + part) + "-of-00002.safetensors"));
        }

        InitialWeights weights = read(directory);

        assertThat(weights.parameters()).isEqualTo(WEIGHTS.parameters());
        assertThat(weights.origin().files()).hasSize(2);
        assertThat(weights.origin().sha256()).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../model.safetensors", "/etc/passwd", "weights.bin"})
    void read_indexWithOtherFiles_isRefused(String name) throws IOException {
        Files.writeString(
                directory.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"" + name + "\"}}");

        assertThatThrownBy(() -> read(directory))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("index.json", name);
    }

    @Test
    void read_severalFilesWithoutIndex_namesThem() throws IOException {
        WEIGHTS.write(KeyFamily.TIMM, directory.resolve("a.safetensors"));
        WEIGHTS.write(KeyFamily.TIMM, directory.resolve("b.safetensors"));

        assertThatThrownBy(() -> read(directory)).hasMessageContaining("[a.safetensors, b.safetensors]");
    }

    /** The directory of a Hugging Face model that was saved by torch.save. */
    @Test
    void read_directoryWithAPickle_tellsHowToConvertIt() throws IOException {
        Files.write(directory.resolve("pytorch_model.bin"), new byte[] {'P', 'K', 3, 4, 0, 0, 8, 8, 0, 0, 0, 0});

        assertThatThrownBy(() -> read(directory))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> assertThat(error.remedy()).contains("safetensors.torch.save_file(torch.load("))
                .hasMessageContainingAll("training.init.from", "pytorch_model.bin", "to run the code in it");
    }

    @Test
    void read_nothingThere_namesTheKey() {
        assertThatThrownBy(() -> read(directory.resolve("absent")))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("training.init.from", "absent", "no such file");
        assertThatThrownBy(() -> read(directory)).hasMessageContaining("There are no weights in");
    }

    @Test
    void read_tensorsThatDoNotFit_areAllInTheMessage() throws IOException {
        Path file = TinyWeights.of(8, 3).write(KeyFamily.TIMM, directory.resolve("a.safetensors"));
        VitConfig wide = new VitConfig(8, 1, 4, 16, 2, 2, 16, 3, VitConfig.Pooling.CLS, 0, 0);

        assertThatThrownBy(() -> read(init(file, 0.5, 0.25), wide))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("cls_token has the shape [1, 1, 8]", "norm.weight has the shape [8]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"num_attention_heads": 4}  | model.heads = 2, the weights' model has 4
            {"layer_norm_eps": 1e-12}   | model.layer-norm-epsilon = 1.0E-6, the weights' model has 1.0E-12
            {"hidden_act": "relu"}      | activation relu
            """)
    void read_configOfAModelThatComputesOtherwise_isRefused(String config, String problem) throws IOException {
        WEIGHTS.write(KeyFamily.HUGGING_FACE, directory.resolve("model.safetensors"));
        Files.writeString(directory.resolve("config.json"), config);

        assertThatThrownBy(() -> read(directory)).isInstanceOf(UserError.class).hasMessageContaining(problem);
    }

    @Test
    void read_huggingFaceWithAndWithoutConfig_saysWhatNobodyKnows() throws IOException {
        Path file = WEIGHTS.write(KeyFamily.HUGGING_FACE, directory.resolve("model.safetensors"));
        read(file);
        assertThat(messages).singleElement().asString().contains("1e-12", "model.layer-norm-epsilon is 1.0E-6");

        messages.clear();
        Files.writeString(
                directory.resolve("config.json"),
                "{\"num_attention_heads\": 2, \"layer_norm_eps\": 1e-06, \"hidden_act\": \"gelu\"}");
        read(file);
        assertThat(messages).isEmpty();
    }

    /** 0.5 and 0.25 to 0.5 and 0.5: kernels become half. */
    @Test
    void read_weightsOfImagesNormalisedOtherwise_areAdapted() throws IOException {
        Path file = WEIGHTS.write(KeyFamily.HUGGING_FACE, directory.resolve("model.safetensors"));
        float[] kernel = WEIGHTS.values("patch_embed.proj.weight");
        float[] halves = new float[kernel.length];
        for (int i = 0; i < kernel.length; i++) {
            halves[i] = kernel[i] / 2;
        }

        float[] configured = read(init(file, 0.5, 0.5), WEIGHTS.config()).parameters();
        Files.writeString(
                directory.resolve("preprocessor_config.json"), "{\"image_mean\": [0.5], \"image_std\": [0.5]}");
        float[] beside = read(init(file), WEIGHTS.config()).parameters();
        Files.delete(directory.resolve("preprocessor_config.json"));
        Files.writeString(directory.resolve("config.json"), "{\"pretrained_cfg\": {\"mean\": [0.5], \"std\": [0.5]}}");
        float[] asTimmHasIt = read(init(file), WEIGHTS.config()).parameters();

        assertThat(TinyWeights.values(WEIGHTS.graph(), configured, "patch_embed.proj.weight"))
                .isEqualTo(halves);
        assertThat(TinyWeights.values(WEIGHTS.graph(), configured, "patch_embed.proj.bias"))
                .isEqualTo(WEIGHTS.values("patch_embed.proj.bias"));
        assertThat(beside).isEqualTo(configured);
        assertThat(asTimmHasIt).isEqualTo(configured);
    }

    @Test
    void read_normalizationUnknown_isTold() throws IOException {
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("model.safetensors"));

        assertThat(read(init(file), WEIGHTS.config()).parameters()).isEqualTo(WEIGHTS.parameters());

        assertThat(messages)
                .singleElement()
                .asString()
                .contains("[0.5] and [0.25]", "training.init.mean and training.init.deviation");
    }

    @Test
    void read_normalizationOfOtherChannels_isRefused() throws IOException {
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("model.safetensors"));

        assertThatThrownBy(() -> read(init(file, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25), WEIGHTS.config()))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("[0.5, 0.5, 0.5]", "model.channels = 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            config.json              | {"num_attention                        | is not valid JSON
            preprocessor_config.json | {"image_mean": [0.5], "image_std": [0]} | deviations above 0
            """)
    void read_badFileBesideTheWeights_isNamed(String name, String content, String problem) throws IOException {
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("model.safetensors"));
        Files.writeString(directory.resolve(name), content);

        assertThatThrownBy(() -> read(file)).isInstanceOf(UserError.class).hasMessageContainingAll(name, problem);
    }
}
