package io.sparkformer.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.Initializer;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.Arithmetic;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.operation.Composites;
import io.sparkformer.model.operation.Shaping;
import io.sparkformer.model.operation.Softmax;
import io.sparkformer.model.operation.Sorting;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.RandomFloats;
import io.sparkformer.model.resnet.ResNet;
import io.sparkformer.model.resnet.ResNetConfig;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported models compute what the plan computes, in ONNX Runtime. */
class OnnxExportTest {

    @ParameterizedTest
    @CsvSource({"CLS, 1", "CLS, 2", "CLS, 5", "MEAN, 1", "MEAN, 3"})
    void write_aViT_givesThePlansLogitsAndFeaturesForAnyBatch(VitConfig.Pooling pooling, int batch) throws Exception {
        VitConfig config = new VitConfig(32, 3, 8, 48, 3, 4, 96, 10, pooling, 0.1, 0.1);

        assertSame(settings -> Vit.pixelGraph(config, settings), "pixel_values", batch, "logits", "features");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 5"})
    void write_aResidualNetwork_givesThePlansLogitsAndFeaturesForAnyBatch(int stemStride, int batch) throws Exception {
        ResNet model = new ResNet(new ResNetConfig(17, 3, 10, 8, 3, 1, stemStride, 4));

        assertSame(model::pixelGraph, "pixel_values", batch, "logits", "features");
    }

    /** The operations that other members of the family have. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void write_otherOperations_computeTheSame(int batch) throws Exception {
        assertSame(
                settings -> {
                    GraphBuilder builder = new GraphBuilder(settings);
                    Tensor x = builder.input("x", settings.batchSize(), 6, 24);
                    Tensor weight = builder.root().weight("weight", Initializer.normal(1), 72, 24);
                    Tensor bias = builder.root().weight("bias", Initializer.normal(1), 72);
                    Tensor heard = Composites.selfAttention(
                            Composites.linear(x, weight, bias),
                            AttentionSettings.of(3).withoutFuture());
                    Tensor bent = Composites.activation(ActivationFunction.GELU_TANH, heard);
                    Tensor shifted = Shaping.pad(Shaping.slice(bent, 1, 2, 3), 1, 1, 2); // [B, 6, 24]
                    Tensor rectified = Composites.activation(ActivationFunction.RELU, Arithmetic.subtract(x, shifted));
                    Tensor joined = Shaping.concatenate(1, rectified, bent);
                    return builder.build(Map.of("joined", joined, "probabilities", Softmax.softmax(joined)), null);
                },
                "x",
                batch,
                "joined",
                "probabilities");
    }

    @Test
    void write_anOperationWithoutAForm_namesItItsPlaceAndTheRemedy() {
        assertThatThrownBy(() -> export(
                        settings -> {
                            GraphBuilder builder = new GraphBuilder(settings);
                            Tensor x = builder.input("x", settings.batchSize(), 6);
                            builder.root().weight("unused", Initializer.zeros(), 1);
                            return builder.build(
                                    Map.of("best", Sorting.largest(x, 2).values()), null);
                        },
                        new float[1],
                        "best"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("operation", " at ", "ONNX", "safetensors");
    }

    @Test
    void write_namesBatchInputsOutputsAndWhatItSaysOfItself() throws Exception {
        VitConfig config = new VitConfig(16, 1, 8, 16, 1, 2, 32, 3, VitConfig.Pooling.CLS, 0, 0);
        float[] parameters = Vit.pixelGraph(config, GraphSettings.inference(1)).initialParameters(1);
        byte[] file = export(settings -> Vit.pixelGraph(config, settings), parameters, "logits");

        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file)) {
            assertThat(session.getInputNames()).containsExactly("pixel_values");
            assertThat(session.getOutputNames()).containsExactly("logits");
            assertThat(session.getMetadata().getProducerName()).isEqualTo("sparkformer");
            assertThat(session.getMetadata().getCustomMetadata()).containsEntry("classes", "[\"a\"]");
        }
    }

    private static void assertSame(
            Function<GraphSettings, ModelGraph> declare, String input, int batch, String... outputs) throws Exception {
        ModelGraph graph = declare.apply(GraphSettings.inference(batch));
        float[] parameters = RandomFloats.of("parameters", graph.layout().length(), 0.2f);
        float[] values =
                RandomFloats.of(input, Math.toIntExact(graph.input(input).length()), 1);
        byte[] file = export(declare, parameters, outputs);

        try (StepPlan plan = StepPlan.forInference(graph, Engine.AUTO.create(Precision.F32));
                OrtSession session = OrtEnvironment.getEnvironment().createSession(file);
                OnnxTensor given = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(),
                        FloatBuffer.wrap(values),
                        graph.input(input).shape());
                OrtSession.Result result = session.run(Map.of(input, given))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            plan.setInput(input, values);
            plan.run();
            for (String output : outputs) {
                OnnxOutput.of(result, output).requireClose(plan.output(output));
            }
        }
    }

    private static byte[] export(Function<GraphSettings, ModelGraph> declare, float[] parameters, String... outputs)
            throws IOException, OrtException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        OnnxExport.write(OnnxModel.of(declare, List.of(outputs)), parameters, Map.of("classes", "[\"a\"]"), file);
        return file.toByteArray();
    }
}
