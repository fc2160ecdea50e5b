package io.sparkformer.model.interchange;

import static io.sparkformer.model.interchange.InterchangeExample.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import io.sparkformer.model.checkpoint.CheckpointFormatException;
import io.sparkformer.model.checkpoint.NamedTensor;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterLayout;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.ImportSettings.Head;
import io.sparkformer.model.interchange.ImportSettings.LinearPatches;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints of torchvision, timm and Hugging Face, and the logits these compute (src/test/python/interchange_golden.py). */
class WeightsImportTest {
    private static final String TIMM = "vit_timm.safetensors";
    private static final String TORCHVISION = "vit_torchvision.safetensors";
    private static final String HUGGING_FACE = "vit_hugging_face.safetensors";
    private static final double HUGGING_FACE_EPSILON = 1e-12;

    private static Stream<JsonNode> models() {
        return Stream.iterate(0, i -> i + 1).limit(JSON.get("models").size()).map(JSON.get("models")::get);
    }

    private static KeyFamily family(JsonNode model) {
        return KeyFamily.valueOf(
                model.get("family").textValue().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static VitConfig config(KeyFamily family) {
        int size = JSON.get("sizes").get("imageSize").intValue();
        return InterchangeExample.config(
                size, family == KeyFamily.HUGGING_FACE ? HUGGING_FACE_EPSILON : VitConfig.EPSILON);
    }

    @ParameterizedTest
    @MethodSource("models")
    void read_checkpointOfEachFamily_givesItsLogits(JsonNode model) throws IOException {
        VitConfig config = config(family(model));
        byte[] file = Checkpoints.golden(model.get("file").textValue());

        ImportedWeights weights = InterchangeExample.read(Checkpoints.file(file), config);
        double[] logits = InterchangeExample.logits(config, weights.parameters(), JSON.get("patches"));

        assertThat(weights.family()).isEqualTo(family(model));
        assertThat(weights.notes()).isEmpty();
        assertThat(InterchangeExample.relativeError(logits, Golden.tensor(model.get("logits"))))
                .isLessThan(1e-5);
    }

    @Test
    void read_huggingFaceWithTheOthersEpsilon_givesOtherLogits() throws IOException {
        JsonNode model = JSON.get("models").get(1);
        VitConfig config = InterchangeExample.config();

        ImportedWeights weights = InterchangeExample.read(Checkpoints.file(Checkpoints.golden(HUGGING_FACE)), config);
        double[] logits = InterchangeExample.logits(config, weights.parameters(), JSON.get("patches"));

        assertThat(InterchangeExample.relativeError(logits, Golden.tensor(model.get("logits"))))
                .isGreaterThan(1e-2);
    }

    private static Stream<JsonNode> interpolations() {
        return Stream.iterate(0, i -> i + 1)
                .limit(JSON.get("interpolations").size())
                .map(JSON.get("interpolations")::get);
    }

    /** Smaller and larger grids than the checkpoint's. */
    @ParameterizedTest
    @MethodSource("interpolations")
    void read_otherImageSize_interpolatesPositionsAsTimmDoes(JsonNode golden) throws IOException {
        VitConfig config = InterchangeExample.config(golden.get("imageSize").intValue(), VitConfig.EPSILON);

        ImportedWeights weights = InterchangeExample.read(Checkpoints.file(Checkpoints.golden(TIMM)), config);

        double[] positions = Golden.tensor(golden.get("positions"));
        assertThat(InterchangeExample.relativeError(values(weights, config, "pos_embed"), positions))
                .isLessThan(1e-6);
        double[] logits = InterchangeExample.logits(config, weights.parameters(), golden.get("patches"));
        assertThat(InterchangeExample.relativeError(logits, Golden.tensor(golden.get("logits"))))
                .isLessThan(1e-5);
        int side = config.imageSize() / config.patchSize();
        assertThat(weights.notes())
                .containsExactly("positions interpolated from 4 x 4 to " + side + " x " + side + " patches");
    }

    private static double[] values(ImportedWeights weights, VitConfig config, String name) {
        ParameterSpec parameter = InterchangeExample.layout(config).parameter(name);
        double[] values = new double[parameter.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights.parameters()[parameter.offset() + i];
        }
        return values;
    }

    private static Map<String, NamedTensor> tensors(String file) throws IOException {
        return Checkpoints.tensors(Checkpoints.golden(file));
    }

    private static float[] parameters(Collection<NamedTensor> tensors, ImportSettings settings) throws IOException {
        return InterchangeExample.read(
                        Checkpoints.file(Checkpoints.written(tensors)), InterchangeExample.config(), settings)
                .parameters();
    }

    private static float[] timm() throws IOException {
        return parameters(tensors(TIMM).values(), ImportSettings.AUTO);
    }

    /** As of timm's models without a position for the class token, to which zero is added instead; on two grids. */
    @ParameterizedTest
    @ValueSource(ints = {16, 24})
    void read_positionsWithoutClassToken_zerosForItAndTheSameForPatches(int imageSize) throws IOException {
        Map<String, NamedTensor> tensors = tensors(TIMM);
        NamedTensor all = Objects.requireNonNull(tensors.get("pos_embed"));
        float[] patches = Arrays.copyOfRange(Checkpoints.values(all), 16, all.length());
        tensors.put("pos_embed", Checkpoints.tensor("pos_embed", List.of(1L, 16L, 16L), patches));
        VitConfig config = InterchangeExample.config(imageSize, VitConfig.EPSILON);

        ImportedWeights weights =
                InterchangeExample.read(Checkpoints.file(Checkpoints.written(tensors.values())), config);

        float[] expected = InterchangeExample.read(Checkpoints.file(Checkpoints.golden(TIMM)), config)
                .parameters();
        int offset = InterchangeExample.layout(config).parameter("pos_embed").offset();
        Arrays.fill(expected, offset, offset + 16, 0);
        assertThat(weights.parameters()).isEqualTo(expected);
        assertThat(weights.notes())
                .singleElement()
                .asString()
                .endsWith("patches, none of them for the class token, which gets zeros");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void read_linearPatchEmbedding_isTheConvolution(boolean channelsLast) throws IOException {
        Map<String, NamedTensor> tensors = tensors(TIMM);
        String name = "patch_embed.proj.weight";
        float[] flat = channelsLast
                ? InterchangeExample.floats(Golden.tensor(JSON.get("linearChannelsLast")))
                : Checkpoints.values(Objects.requireNonNull(tensors.get(name)));
        tensors.put(name, Checkpoints.tensor(name, List.of(16L, 48L), flat));
        LinearPatches order = channelsLast ? LinearPatches.CHANNELS_LAST : LinearPatches.CHANNELS_FIRST;

        float[] parameters = parameters(tensors.values(), new ImportSettings(null, Head.AUTO, order));

        assertThat(parameters).isEqualTo(timm());
    }

    @Test
    void read_torchvisionUpTo0_12_isTheSame() throws IOException {
        List<NamedTensor> old = tensors(TORCHVISION).values().stream()
                .map(tensor -> Checkpoints.renamed(
                        tensor, name -> name.replace("mlp.0", "mlp.linear_1").replace("mlp.3", "mlp.linear_2")))
                .toList();

        assertThat(parameters(old, ImportSettings.AUTO))
                .isEqualTo(parameters(tensors(TORCHVISION).values(), ImportSettings.AUTO));
    }

    /** transformers' ViTModel: no head, but a pooler. */
    @Test
    void read_huggingFaceBackbone_newHeadAndNoPooler() throws IOException {
        Map<String, NamedTensor> whole = tensors(HUGGING_FACE);
        List<NamedTensor> backbone = Stream.concat(
                        whole.values().stream()
                                .filter(tensor -> tensor.name().startsWith("vit."))
                                .map(tensor -> Checkpoints.renamed(tensor, name -> name.substring(4))),
                        Stream.of(
                                Checkpoints.zeros("pooler.dense.weight", 16L, 16L),
                                Checkpoints.zeros("pooler.dense.bias", 16L)))
                .toList();

        ImportedWeights weights =
                InterchangeExample.read(Checkpoints.file(Checkpoints.written(backbone)), InterchangeExample.config());

        assertThat(weights.family()).isEqualTo(KeyFamily.HUGGING_FACE);
        assertThat(weights.notes())
                .containsExactly(
                        "a new head of 7 classes: the checkpoint has none",
                        "pooler.dense.bias left out: a classifier does not use it",
                        "pooler.dense.weight left out: a classifier does not use it");
        float[] expected = parameters(whole.values(), new ImportSettings(null, Head.NEW, LinearPatches.CHANNELS_FIRST));
        assertThat(weights.parameters()).isEqualTo(expected);
    }

    @Test
    void read_otherClasses_newHeadAndEverythingElseOfTheCheckpoint() throws IOException {
        VitConfig config = InterchangeExample.ofClasses(3);
        ModelGraph graph = Vit.graph(config, GraphSettings.inference(1));
        float[] fresh = graph.initialParameters(9);
        ParameterSpec head = graph.layout().parameter("head.weight");
        Arrays.fill(fresh, head.offset(), head.offset() + head.length(), 0.5f);

        ImportedWeights weights = WeightsImport.read(
                Checkpoints.file(Checkpoints.golden(TIMM)), graph.layout(), fresh, ImportSettings.AUTO);

        assertThat(weights.notes()).containsExactly("a new head of 3 classes: the checkpoint's has 7");
        assertThat(values(weights, config, "head.weight")).containsOnly(0.5);
        assertThat(values(weights, config, "head.bias")).containsOnly(0);
        double[] norm = values(weights, config, "norm.weight");
        float[] theirs = Checkpoints.values(Objects.requireNonNull(tensors(TIMM).get("norm.weight")));
        assertThat(InterchangeExample.floats(norm)).isEqualTo(theirs);
    }

    @Test
    void read_otherClassesButHeadToBeKept_isRefused() {
        ImportSettings keep = new ImportSettings(null, Head.KEEP, LinearPatches.CHANNELS_FIRST);

        assertThatThrownBy(() -> InterchangeExample.read(
                        Checkpoints.file(Checkpoints.golden(TIMM)), InterchangeExample.ofClasses(3), keep))
                .hasMessageContainingAll(
                        "2 tensors differ",
                        "head.bias has the shape [7], the model's is [3]",
                        "head.weight has the shape [7, 16], the model's is [3, 16]");
    }

    @Test
    void read_severalFiles_isTheSame() throws IOException {
        List<WeightsFile> files = Checkpoints.files(tensors(TIMM).values(), 3);

        assertThat(InterchangeExample.read(files, InterchangeExample.config()).parameters())
                .isEqualTo(timm());
    }

    @Test
    void read_tensorsThatDoNotFit_allAreListed() throws IOException {
        Map<String, NamedTensor> tensors = tensors(HUGGING_FACE);
        tensors.remove("vit.encoder.layer.0.attention.attention.key.weight");
        tensors.remove("vit.layernorm.bias");
        for (int i = 0; i < 15; i++) {
            tensors.put("more." + i, Checkpoints.zeros("more." + i, 2L));
        }
        tensors.put("vit.layernorm.weight", Checkpoints.zeros("vit.layernorm.weight", 17L));
        String positions = "vit.embeddings.position_embeddings";
        tensors.put(positions, Checkpoints.zeros(positions, 1L, 19L, 16L));
        String query = "vit.encoder.layer.1.attention.attention.query.weight";
        tensors.put(query, Checkpoints.zeros(query, 48L, 16L));

        assertThatThrownBy(() -> parameters(tensors.values(), ImportSettings.AUTO))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageStartingWith("vit.safetensors: read as a checkpoint of Hugging Face")
                .hasMessageContainingAll("20 tensors differ", "\n  more.0 is not in the model", "\n  more.14 is not")
                .hasMessageContainingAll(
                        "vit.encoder.layer.0.attention.attention.key.weight is missing",
                        "vit.layernorm.bias is missing",
                        "vit.layernorm.weight has the shape [17], the model's is [16]",
                        positions + " has the shape [1, 19, 16], the model's is [1, 17, 16]",
                        query + " has the shape [48, 16], the model's is [16, 16]")
                .hasMessageContaining("configure the model as the checkpoint's was");
    }

    @Test
    void read_numbersThatAreNotFinite_theirTensorsAreListed() throws IOException {
        Map<String, NamedTensor> tensors = tensors(TIMM);
        for (String name : List.of("norm.weight", "blocks.0.mlp.fc1.bias")) {
            NamedTensor tensor = Objects.requireNonNull(tensors.get(name), name);
            float[] values = Checkpoints.values(tensor);
            values[1] = Float.NaN;
            values[3] = Float.NEGATIVE_INFINITY;
            tensors.put(name, Checkpoints.tensor(name, tensor.shape(), values));
        }

        assertThatThrownBy(() -> parameters(tensors.values(), ImportSettings.AUTO))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll(
                        "2 tensors have numbers that are not finite", "norm.weight, 2 of ", "fc1.bias, 2 of ");
    }

    @Test
    void read_oneTensorInTwoFiles_isRefused() throws IOException {
        byte[] file = Checkpoints.golden(TIMM);
        List<WeightsFile> twice = List.of(new Checkpoints.InMemory("a", file), new Checkpoints.InMemory("b", file));

        assertThatThrownBy(() -> InterchangeExample.read(twice, InterchangeExample.config()))
                .hasMessageContainingAll("a and 1 more files", "cls_token is in several files");
    }

    @Test
    void read_saidToBeOfAnotherFamily_isRefused() {
        ImportSettings settings = new ImportSettings(KeyFamily.TORCHVISION, Head.AUTO, LinearPatches.CHANNELS_FIRST);

        assertThatThrownBy(() -> InterchangeExample.read(
                        Checkpoints.file(Checkpoints.golden(TIMM)), InterchangeExample.config(), settings))
                .hasMessageContainingAll("read as a checkpoint of torchvision", "class_token is missing");
    }

    @Test
    void read_meanPoolingFromTorchvision_namesWhatHasNoCounterpart() {
        VitConfig cls = InterchangeExample.config();
        VitConfig mean = new VitConfig(16, 3, 4, 16, 2, 4, 32, 7, VitConfig.Pooling.MEAN, 0, 0);
        assertThat(cls.width()).isEqualTo(mean.width());

        assertThatThrownBy(() -> InterchangeExample.read(Checkpoints.file(Checkpoints.golden(TORCHVISION)), mean))
                .hasMessageContainingAll("fc_norm.weight has no counterpart", "encoder.ln.weight is not in the model");
    }

    @Test
    void read_foreignNames_namesTheFirstAndTheFamilies() {
        byte[] file = Checkpoints.written(List.of(Checkpoints.zeros("layer1.conv.weight", 2L)));

        assertThatThrownBy(() -> InterchangeExample.read(Checkpoints.file(file), InterchangeExample.config()))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll(
                        "none of its 1 tensors", "[layer1.conv.weight]", "timm, torchvision or Hugging");
    }

    /** The beginnings of what torch.save writes now and wrote before version 1.6, and of pickles of protocols 4 and 5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "504b030400000808",
                "80028a0a6cfc9c46",
                "8004951700000000",
                "80059517000000a0",
                "504b030414000000"
            })
    void read_pickle_isRefusedWithTheReasonAndTheRemedy(String beginning) {
        byte[] content = Arrays.copyOf(HexFormat.of().parseHex(beginning), 1_000);

        assertThatThrownBy(() -> InterchangeExample.read(Checkpoints.file(content), InterchangeExample.config()))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContainingAll(
                        "pickle",
                        "to load a pickle is to run the code in it",
                        "safetensors.torch.save_file(torch.load(");
    }

    /** A header of 640 bytes begins with the bytes 80 02, as a pickle does. */
    @Test
    void read_headerWhoseLengthLooksLikeAPickle_isNone() {
        byte[] header = Arrays.copyOf("{".getBytes(StandardCharsets.UTF_8), 640);
        Arrays.fill(header, 1, 640, (byte) ' ');
        byte[] content = new byte[648];
        content[0] = (byte) 0x80;
        content[1] = 2;
        System.arraycopy(header, 0, content, 8, 640);

        assertThatThrownBy(() -> InterchangeExample.read(Checkpoints.file(content), InterchangeExample.config()))
                .hasMessageContaining("its header is not valid JSON");
    }

    @Test
    void layout_ofEachFamily_isCoveredByItsTable() {
        ParameterLayout layout = InterchangeExample.layout(InterchangeExample.config());

        for (KeyFamily family :
                List.of(KeyFamily.TIMM, KeyFamily.TORCHVISION, KeyFamily.HUGGING_FACE, KeyFamily.SPARKFORMER)) {
            assertThat(layout.parameters())
                    .allSatisfy(parameter -> assertThat(family.written().theirs(parameter.name()))
                            .as(parameter.name())
                            .isNotEmpty());
        }
    }
}
