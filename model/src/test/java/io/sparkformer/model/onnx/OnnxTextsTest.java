package io.sparkformer.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sparkformer.model.attention.Layering;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.language.AuxiliaryLosses;
import io.sparkformer.model.language.CausalLanguage;
import io.sparkformer.model.language.EmbeddingConfig;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageModelConfig;
import io.sparkformer.model.language.LanguageTask;
import io.sparkformer.model.language.MaskedLanguage;
import io.sparkformer.model.language.SequenceClassification;
import io.sparkformer.model.language.SequenceRegression;
import io.sparkformer.model.language.SpanExtraction;
import io.sparkformer.model.language.StackConfig;
import io.sparkformer.model.language.TextPooling;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.language.TokenClassification;
import io.sparkformer.model.layer.Objective;
import io.sparkformer.model.layer.SublayerConnection;
import io.sparkformer.model.operation.ActivationFunction;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.RandomFloats;
import java.io.ByteArrayOutputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported language models compute what the plan computes, in ONNX Runtime, for any batch and length. */
class OnnxTextsTest {

    private static final int LONGEST = 12;
    private static final int VOCABULARY = 31;
    private static final TextShape TRAINED = TextShape.of(8);

    private static Stream<Arguments> tasks() {
        LanguageModel bert = encoder(LONGEST, 0, 2, 24, false);
        LanguageModel roberta = encoder(LONGEST + 2, 2, 1, 24, false);
        LanguageModel albert = encoder(LONGEST, 0, 2, 10, true);
        return Stream.of(
                Arguments.of("BERT, masked", new MaskedLanguage(bert, TRAINED, 3, true)),
                Arguments.of("RoBERTa, masked", new MaskedLanguage(roberta, TRAINED, 3, false)),
                Arguments.of("ALBERT, masked", new MaskedLanguage(albert, TRAINED, 3, true)),
                Arguments.of(
                        "sinusoids",
                        new MaskedLanguage(withPositions(Positions.SINUSOIDAL), TextShape.of(LONGEST), 3, false)),
                Arguments.of(
                        "no positions",
                        new MaskedLanguage(withPositions(Positions.NONE), TextShape.of(LONGEST), 3, false)),
                Arguments.of("GPT", new CausalLanguage(decoder(SublayerConnection.POST_NORM), TRAINED)),
                Arguments.of("GPT-2", new CausalLanguage(decoder(SublayerConnection.PRE_NORM), TRAINED)),
                Arguments.of("positions in each layer", new CausalLanguage(ofSegments(OptionalInt.empty()), TRAINED)),
                Arguments.of(
                        "places counted anew",
                        new CausalLanguage(ofSegments(OptionalInt.of(5)), TextShape.of(LONGEST))),
                Arguments.of(
                        "auxiliary losses",
                        new CausalLanguage(
                                decoder(SublayerConnection.PRE_NORM), TRAINED, new AuxiliaryLosses(true, 0.5))),
                Arguments.of("pooler", classification(bert, TextPooling.POOLER)),
                Arguments.of("first", classification(roberta, TextPooling.FIRST)),
                Arguments.of("mean", classification(albert, TextPooling.MEAN)),
                Arguments.of("seed", classification(bert, TextPooling.SEED)),
                Arguments.of("last", classification(decoder(SublayerConnection.PRE_NORM), TextPooling.LAST)),
                Arguments.of("number", new SequenceRegression(bert, TRAINED, TextPooling.POOLER)),
                Arguments.of("tags", new TokenClassification(bert, TRAINED, 5)),
                Arguments.of("tags in a chain", new TokenClassification(bert, TRAINED, 5, true)),
                Arguments.of("span", new SpanExtraction(bert, TRAINED)));
    }

    private static LanguageModel encoder(int positions, int offset, int segments, int width, boolean shared) {
        StackConfig stack = new StackConfig(
                24,
                2,
                3,
                40,
                ActivationFunction.GELU,
                SublayerConnection.POST_NORM,
                1e-12,
                false,
                Layering.PLAIN.sharing(shared));
        return new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(VOCABULARY, width, Positions.LEARNED, positions, offset, segments, true),
                stack,
                0.1));
    }

    private static LanguageModel withPositions(Positions positions) {
        LanguageModelConfig config = encoder(LONGEST, 0, 2, 24, false).config();
        return new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(VOCABULARY, 24, positions, 1, 0, 2, true)
                        .withScale(positions == Positions.SINUSOIDAL),
                config.stack(),
                0));
    }

    private static LanguageModel decoder(SublayerConnection connection) {
        StackConfig stack =
                new StackConfig(24, 2, 3, 40, ActivationFunction.GELU_TANH, connection, 1e-5, true, Layering.PLAIN);
        return new LanguageModel(new LanguageModelConfig(
                new EmbeddingConfig(VOCABULARY, 24, Positions.LEARNED, LONGEST, 0, 0, false), stack, 0.1));
    }

    private static LanguageModel ofSegments(OptionalInt period) {
        LanguageModelConfig config = decoder(SublayerConnection.POST_NORM).config();
        EmbeddingConfig embedding = new EmbeddingConfig(
                        VOCABULARY, 24, Positions.LEARNED_PER_LAYER, LONGEST, 0, 0, false)
                .withPeriod(period);
        return new LanguageModel(new LanguageModelConfig(embedding, config.stack(), 0));
    }

    private static SequenceClassification classification(LanguageModel model, TextPooling pooling) {
        return new SequenceClassification(model, TRAINED, pooling, 4, Objective.SOFTMAX);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void write_aLanguageModel_givesThePlansOutputsForAnyBatchAndLength(String name, LanguageTask task)
            throws Exception {
        float[] parameters = RandomFloats.of(
                name, task.graph(GraphSettings.inference(1)).layout().length(), 0.3f);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        OnnxExport.write(new OnnxTexts(task), parameters, Map.of(), file);

        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toByteArray())) {
            assertThat(session.getOutputNames()).contains("logits", LanguageTask.HIDDEN);
            for (int batch : new int[] {1, 3}) {
                for (int length : new int[] {1, 2, 7, LONGEST}) {
                    requireSame(task, parameters, session, batch, length);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void servedGraph_hasTheTrainedOnesParameters(String name, LanguageTask task) {
        assertThat(task.servedGraph(GraphSettings.inference(2), 5).layout().parameters())
                .as(name)
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(task.graph(GraphSettings.training(3)).layout().parameters());
    }

    private static void requireSame(LanguageTask task, float[] parameters, OrtSession session, int batch, int length)
            throws Exception {
        Texts texts = Texts.random(batch, length);
        ModelGraph graph = task.servedGraph(GraphSettings.inference(batch), length);
        Map<String, OnnxTensor> given = given(session, texts);
        try (StepPlan plan = StepPlan.forInference(graph, Engine.AUTO.create(Precision.F32));
                OrtSession.Result result = session.run(given)) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            texts.set(plan, graph);
            plan.run();
            for (String output : session.getOutputNames()) {
                OnnxOutput.of(result, output).requireClose(plan.output(output));
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private static Map<String, OnnxTensor> given(OrtSession session, Texts texts) throws OrtException {
        Map<String, OnnxTensor> given = new HashMap<>();
        Map<String, int[]> all =
                Map.of("input_ids", texts.tokens, "token_type_ids", texts.segments, "attention_mask", texts.mask());
        for (String input : session.getInputNames()) {
            long[] values = Arrays.stream(all.get(input)).asLongStream().toArray();
            given.put(
                    input,
                    OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {
                        texts.lengths.length, texts.length
                    }));
        }
        return given;
    }

    /** Texts of which each is shorter than the one before. */
    private record Texts(int[] tokens, int[] segments, int[] lengths, int length) {
        static Texts random(int batch, int length) {
            int[] tokens = new int[batch * length];
            int[] segments = new int[batch * length];
            int[] lengths = new int[batch];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = (7 * i + 3) % VOCABULARY;
                segments[i] = i % length > length / 2 ? 1 : 0;
            }
            for (int sample = 0; sample < batch; sample++) {
                lengths[sample] = Math.max(1, length - 2 * sample);
            }
            return new Texts(tokens, segments, lengths, length);
        }

        int[] mask() {
            int[] mask = new int[tokens.length];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = i % length < lengths[i / length] ? 1 : 0;
            }
            return mask;
        }

        void set(StepPlan plan, ModelGraph graph) {
            plan.setInput(TextTensors.TOKENS, tokens);
            if (graph.inputs().containsKey(TextTensors.SEGMENTS)) {
                plan.setInput(TextTensors.SEGMENTS, segments);
            }
            int[] mask = mask();
            float[] bias = new float[mask.length];
            for (int i = 0; i < bias.length; i++) {
                bias[i] = mask[i] == 1 ? 0 : (float) AttentionSettings.UNHEARD;
            }
            plan.setInput(TextTensors.BIAS, bias);
            if (graph.inputs().containsKey(TextPooling.LAST_POSITIONS)) {
                plan.setInput(
                        TextPooling.LAST_POSITIONS,
                        Arrays.stream(lengths).map(heard -> heard - 1).toArray());
            }
        }
    }
}
