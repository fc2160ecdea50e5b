package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobStatus;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.export.ExportJob;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TinyExperiment;
import io.sparkformer.jobs.weights.Initialization;
import io.sparkformer.jobs.weights.TinyWeights;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.ParameterSpec;
import io.sparkformer.model.interchange.KeyFamily;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training that begins with the weights of others, and what comes of it exported again. */
class FineTuneJobTest {
    private static final TinyWeights WEIGHTS = TinyWeights.of(8, 3);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path prepared;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData data;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @BeforeAll
    static void writeData() throws IOException {
        data = new TinyData(1, 3).write(prepared.resolve("data"), Map.of("train", 16));
    }

    private JobStatus train(String name, String... settings) throws Exception {
        LocalSpark.session();
        List<String> all = new ArrayList<>(List.of("data.tune=\"\"", "training.epochs=2"));
        all.addAll(List.of(settings));
        all.add("output=" + directory.resolve(name));
        JobContext context = new JobContext(
                JobName.TRAIN, TinyExperiment.on(data, all.toArray(String[]::new)), null, new StopSignal());
        try (context) {
            return new TrainJob().run(context).status();
        }
    }

    private Checkpoint newest(String name) throws IOException {
        return CheckpointStore.open(new Configuration(), directory.resolve(name).toString(), warning -> {});
    }

    private float[] trained(String name, ModelGraph graph) throws IOException {
        return newest(name).parameters(graph.layout(), false);
    }

    @Test
    void run_fromForeignWeights_startsThereAndTellsWhere() throws Exception {
        Path file = WEIGHTS.write(KeyFamily.TORCHVISION, directory.resolve("vit.safetensors"));

        train("run", "training.init.from=" + file, "training.schedule.learning-rate=1.0e-9");

        float[] parameters = trained("run", WEIGHTS.graph());
        for (int i = 0; i < parameters.length; i++) {
            assertThat(Math.abs(parameters[i] - WEIGHTS.parameters()[i])).isLessThan(1e-6f);
        }
        Initialization origin = Objects.requireNonNull(newest("run").header().initialization());
        assertThat(origin.from()).isEqualTo(file.toString());
        assertThat(origin.keys()).isEqualTo("torchvision");
    }

    /** The file may be gone by then: the checkpoint goes before it. */
    @Test
    void run_stoppedAndResumed_sameBitsWithoutTheFile() throws Exception {
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("vit.safetensors"));
        String from = "training.init.from=" + file;
        train("whole", from);
        assertThat(train("parts", from, "training.max-rounds=1")).isEqualTo(JobStatus.STOPPED);
        Files.delete(file);

        assertThat(train("parts", from)).isEqualTo(JobStatus.SUCCEEDED);

        assertThat(newest("parts").parametersSha256()).isEqualTo(newest("whole").parametersSha256());
        assertThat(newest("parts").header().initialization())
                .isEqualTo(newest("whole").header().initialization())
                .isNotNull();
    }

    @Test
    void run_resumedFromOtherWeights_isRefused() throws Exception {
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("vit.safetensors"));
        train("run", "training.init.from=" + file, "training.max-rounds=1");

        assertThatThrownBy(() -> train("run")).isInstanceOf(UserError.class).hasMessageContaining("training.init.from");
    }

    /** With weight decay, replicas that are averaged, and an outer optimizer: whatever could move them. */
    @ParameterizedTest
    @ValueSource(strings = {"adamw", "lamb", "sgd"})
    void run_frozenParameters_doNotMoveByABit(String optimizer) throws Exception {
        WEIGHTS.parameters()[WEIGHTS.graph().layout().parameter("pos_embed").offset()] = -0.0f;
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("vit.safetensors"));

        train(
                "run",
                "training.init.from=" + file,
                "training.optimizer={type=" + optimizer + ", weight-decay=0.3}",
                "training.outer.type=nesterov",
                "training.ema-decay=0.9",
                "training.freeze=[\"pos_embed\", \"patch_embed.*\", \"blocks.0.*\"]",
                "training.layer-decay=0.7");

        float[] parameters = trained("run", WEIGHTS.graph());
        float[] average = newest("run").parameters(WEIGHTS.graph().layout(), true);
        for (ParameterSpec parameter : WEIGHTS.graph().layout().parameters()) {
            boolean frozen = parameter.name().matches("pos_embed|patch_embed.*|blocks\\.0\\..*");
            float[] now = TinyWeights.values(WEIGHTS.graph(), parameters, parameter.name());
            float[] slow = TinyWeights.values(WEIGHTS.graph(), average, parameter.name());
            if (frozen) {
                assertThat(bits(now)).as(parameter.name()).isEqualTo(bits(WEIGHTS.values(parameter.name())));
                assertThat(bits(slow)).as(parameter.name()).isEqualTo(bits(WEIGHTS.values(parameter.name())));
            } else {
                assertThat(now).as(parameter.name()).isNotEqualTo(WEIGHTS.values(parameter.name()));
            }
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** Another number of classes, and larger images than the weights' own. */
    @Test
    void run_otherClassesAndResolution_newHeadAndInterpolatedPositions() throws Exception {
        Path file = TinyWeights.of(8, 10).write(KeyFamily.HUGGING_FACE, directory.resolve("vit.safetensors"));

        JobStatus status = train(
                "run",
                "training.init.from=" + file,
                "model.image-size=12",
                "training.freeze=[\"patch_embed.*\", \"cls_token\"]",
                "training.max-rounds=1");

        assertThat(status).isEqualTo(JobStatus.STOPPED);
        ModelGraph graph = TinyWeights.of(12, 3).graph();
        assertThat(TinyWeights.values(graph, trained("run", graph), "patch_embed.proj.weight"))
                .isEqualTo(TinyWeights.of(8, 10).values("patch_embed.proj.weight"));
    }

    @Test
    void run_weightsThatDoNotFit_areRefusedBeforeAnythingIsWritten() throws Exception {
        Path file = WEIGHTS.write(KeyFamily.TIMM, directory.resolve("vit.safetensors"));

        assertThatThrownBy(() -> train("run", "training.init.from=" + file, "model.depth=3"))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("training.init.from", "blocks.2.norm1.weight is missing");
        assertThat(directory.resolve("run/checkpoints")).doesNotExist();
    }

    @Test
    void run_fromAnotherRunOfOtherHeads_isRefused() throws Exception {
        train("first", "training.max-rounds=1");

        assertThatThrownBy(() -> train("run", "training.init.from=" + directory.resolve("first"), "model.heads=4"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.heads = 4, the weights' model has 2");
    }

    private JobStatus export(String run, String name, String format) throws Exception {
        JobContext context = new JobContext(
                JobName.EXPORT,
                TinyExperiment.on(
                        data,
                        "evaluation.checkpoint=" + directory.resolve(run),
                        "export.format=" + format,
                        "output=" + directory.resolve(name)),
                null,
                new StopSignal());
        try (context) {
            return new ExportJob().run(context).status();
        }
    }

    /** The exported weights begin a run that has the very parameters. */
    @ParameterizedTest
    @ValueSource(strings = {"timm", "torchvision", "hugging-face"})
    void export_aTrainedRun_startsAnotherWithTheSameParameters(String format) throws Exception {
        train("first", "training.max-rounds=1");

        assertThat(export("first", "exported", format)).isEqualTo(JobStatus.SUCCEEDED);

        String from = "training.init.from=" + directory.resolve("exported");
        train("second", from, "training.freeze=[\"blocks.*\", \"patch_embed.*\"]", "training.max-rounds=1");
        float[] first = trained("first", WEIGHTS.graph());
        float[] second = trained("second", WEIGHTS.graph());
        for (String name : List.of("patch_embed.proj.weight", "blocks.1.attn.qkv.weight", "blocks.0.mlp.fc2.bias")) {
            assertThat(TinyWeights.values(WEIGHTS.graph(), second, name))
                    .as(name)
                    .isEqualTo(TinyWeights.values(WEIGHTS.graph(), first, name));
        }
        assertThat(Files.readAllLines(directory.resolve("exported/classes.txt")))
                .isEqualTo(new TinyData(1, 3).classNames());
        assertThat(Files.readString(directory.resolve("exported/preprocessor_config.json")))
                .contains("\"image_mean\" : [ 0.5 ]", "\"image_std\" : [ 0.25 ]");
        assertThat(directory.resolve("exported/config.json").toFile().exists())
                .isEqualTo(format.equals("hugging-face"));
        assertThatThrownBy(() -> export("first", "exported", format)).hasMessageContaining("is there already");
    }

    @Test
    void export_toHuggingFace_describesModelAndImages() throws Exception {
        train("first", "training.max-rounds=1", "model.layer-norm-epsilon=1.0e-12");
        export("first", "exported", "hugging-face");

        assertThat(Files.readString(directory.resolve("exported/config.json")))
                .contains("\"ViTForImageClassification\"", "\"layer_norm_eps\" : 1.0E-12")
                .contains("\"num_attention_heads\" : 2", "\"2\" : \"class-2\"", "\"class-1\" : 1");
        assertThat(Files.readString(directory.resolve("exported/preprocessor_config.json")))
                .contains("\"image_mean\" : [ 0.5 ]", "\"image_std\" : [ 0.25 ]", "\"height\" : 8");
    }

    @Test
    void export_meanPoolingToTorchvision_isRefusedWithTheRemedy() throws Exception {
        train("first", "training.max-rounds=1", "model.pooling=mean");

        assertThatThrownBy(() -> export("first", "exported", "torchvision"))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("torchvision", "model.pooling = mean");
        assertThat(export("first", "exported", "timm")).isEqualTo(JobStatus.SUCCEEDED);
    }

    /** What the file computes is tested where it is made (OnnxExportTest). */
    @Test
    void export_toOnnx_saysHowItIsUsed() throws Exception {
        train("first", "training.max-rounds=1", "model.pooling=mean");

        assertThat(export("first", "exported", "onnx")).isEqualTo(JobStatus.SUCCEEDED);

        Onnx.ModelProto model;
        try (InputStream file = Files.newInputStream(directory.resolve("exported/model.onnx"))) {
            model = Onnx.ModelProto.parseFrom(file);
        }
        assertThat(model.getGraph().getInputList())
                .extracting(Onnx.ValueInfoProto::getName)
                .containsExactly("pixel_values");
        assertThat(model.getGraph().getOutputList())
                .extracting(Onnx.ValueInfoProto::getName)
                .containsExactly("logits", "features");
        assertThat(model.getMetadataPropsList())
                .extracting(entry -> entry.getKey() + " = " + entry.getValue())
                .contains(
                        "classes = [\"class-0\",\"class-1\",\"class-2\"]",
                        "image_mean = [0.5]",
                        "image_std = [0.25]",
                        "image_size = 8");
        assertThatThrownBy(() -> export("first", "exported", "onnx")).hasMessageContaining("is there already");
    }
}
