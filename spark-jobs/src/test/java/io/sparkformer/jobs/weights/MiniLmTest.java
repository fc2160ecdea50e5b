package io.sparkformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.model.engine.Engine;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.interchange.ImportSettings;
import io.sparkformer.model.interchange.ImportedWeights;
import io.sparkformer.model.interchange.KeyFamily;
import io.sparkformer.model.interchange.OnnxWeightsFile;
import io.sparkformer.model.interchange.WeightsFile;
import io.sparkformer.model.interchange.WeightsImport;
import io.sparkformer.model.language.LanguageModel;
import io.sparkformer.model.language.LanguageVariant;
import io.sparkformer.model.language.TextShape;
import io.sparkformer.model.language.TextTensors;
import io.sparkformer.model.onnx.OnnxExport;
import io.sparkformer.model.onnx.OnnxInput;
import io.sparkformer.model.onnx.OnnxModel;
import io.sparkformer.model.operation.AttentionSettings;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real pre-trained model, all-MiniLM-L6-v2 as dev.langchain4j publishes it: a BERT of 6 layers as ONNX, and its tokenizer. 200
 * sentences of many languages and lengths (src/test/python/minilm_golden.py) through our tokenization, our reading of its weights and
 * our plan, beside ONNX Runtime.
 */
class MiniLmTest {
    private static final int LONGEST = 512;
    private static final double CLOSE = 1e-4;

    /** Of what we export ourselves, of the largest number. */
    private static final double EXPORTED = 1e-5;

    private static byte[] onnx;
    private static Tokenizer tokenizer;
    private static final List<String> TEXTS = new ArrayList<>();
    private static final List<int[]> IDS = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        onnx = resource("/all-minilm-l6-v2.onnx");
        tokenizer = Tokenizer.of(resource("/all-minilm-l6-v2-tokenizer.json"));
        for (JsonNode row : new ObjectMapper().readTree(resource("/golden/minilm.json"))) {
            TEXTS.add(row.get("text").textValue());
            IDS.add(IntStream.range(0, row.get("ids").size())
                    .map(i -> row.get("ids").get(i).intValue())
                    .toArray());
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(MiniLmTest.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        }
    }

    @Test
    void encode_sentencesOfManyLanguages_areTheLibrarysTokens() {
        assertThat(TEXTS).hasSize(200);
        Frame frame = tokenizer.template().single();
        for (int i = 0; i < TEXTS.size(); i++) {
            int[] text = tokenizer.encode(TEXTS.get(i)).ids();
            int kept = Math.min(text.length, LONGEST - frame.length());
            int[] framed = Stream.of(
                            frame.before().ids(),
                            Arrays.copyOf(text, kept),
                            frame.after().ids())
                    .flatMapToInt(Arrays::stream)
                    .toArray();
            assertThat(framed).as(TEXTS.get(i)).isEqualTo(IDS.get(i));
        }
    }

    @Test
    void encode_sentencesOfManyLengths_givesOnnxRuntimesVectorsOfTheirFileAndOurs() throws IOException, OrtException {
        LanguageModel model = new LanguageModel(LanguageVariant.of("minilm-6-384"));
        ImportedWeights weights = weights(model);
        assertThat(weights.family()).isEqualTo(KeyFamily.BERT);
        byte[] exported = export(model, weights.parameters());
        try (OrtSession theirs = OrtEnvironment.getEnvironment().createSession(onnx);
                OrtSession ours = OrtEnvironment.getEnvironment().createSession(exported)) {
            for (int length : new int[] {32, 128, LONGEST}) {
                compare(model, weights.parameters(), theirs, ours, length);
            }
        }
    }

    private static byte[] export(LanguageModel model, float[] parameters) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        OnnxExport.write(new Encoder(model), parameters, Map.of(), file);
        return file.toByteArray();
    }

    private static ImportedWeights weights(LanguageModel model) throws IOException {
        ModelGraph graph = graph(model, 1, 8);
        return WeightsImport.read(
                List.of(new OnnxWeightsFile(new InMemory(onnx))),
                graph.layout(),
                new float[graph.layout().length()],
                ImportSettings.AUTO);
    }

    /** The sentences that fit into rows of this length and into no shorter ones, a few at a time, padded. */
    private static void compare(LanguageModel model, float[] parameters, OrtSession theirs, OrtSession ours, int length)
            throws OrtException {
        int batch = Math.max(2, 256 / length);
        List<int[]> sentences = IDS.stream()
                .filter(ids -> ids.length <= length && ids.length > (length == 32 ? 0 : length / 4))
                .toList();
        assertThat(sentences).isNotEmpty();
        try (StepPlan plan = StepPlan.forInference(graph(model, batch, length), Engine.AUTO.create(Precision.F32))) {
            plan.parameters().write(0, parameters, 0, parameters.length);
            for (int from = 0; from < sentences.size(); from += batch) {
                List<int[]> some = sentences.subList(from, Math.min(sentences.size(), from + batch));
                float[] encoded = encode(plan, some, batch, length);
                for (int row = 0; row < some.size(); row++) {
                    requireClose(encoded, row * length, expected(theirs, some.get(row)), CLOSE);
                }
                float[][] exported = expected(ours, some.get(0));
                requireClose(encoded, 0, exported, EXPORTED * largest(exported));
            }
        }
    }

    private static float[] encode(StepPlan plan, List<int[]> sentences, int batch, int length) {
        int[] tokens = new int[batch * length];
        float[] bias = new float[batch * length];
        for (int row = 0; row < sentences.size(); row++) {
            int[] ids = sentences.get(row);
            System.arraycopy(ids, 0, tokens, row * length, ids.length);
            Arrays.fill(bias, row * length + ids.length, (row + 1) * length, (float) AttentionSettings.UNHEARD);
        }
        plan.setInput(TextTensors.TOKENS, tokens);
        plan.setInput(TextTensors.SEGMENTS, new int[batch * length]);
        plan.setInput(TextTensors.BIAS, bias);
        plan.run();
        return plan.output("encoded");
    }

    private static float[][] expected(OrtSession session, int[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        long[] tokens = Arrays.stream(ids).asLongStream().toArray();
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OnnxTensor input = OnnxTensor.createTensor(environment, LongBuffer.wrap(tokens), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return ((float[][][]) result.get(0).getValue())[0];
        }
    }

    private static double largest(float[][] numbers) {
        return Arrays.stream(numbers)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> Math.abs(row[i])))
                .max()
                .orElseThrow();
    }

    private static void requireClose(float[] encoded, int firstToken, float[][] expected, double close) {
        int width = expected[0].length;
        for (int token = 0; token < expected.length; token++) {
            for (int i = 0; i < width; i++) {
                float actual = encoded[(firstToken + token) * width + i];
                assertThat(Math.abs(actual - expected[token][i])).isLessThan((float) close);
            }
        }
    }

    private static ModelGraph graph(LanguageModel model, int batch, int length) {
        GraphBuilder builder = new GraphBuilder(GraphSettings.inference(batch));
        TextTensors text = TextTensors.declare(builder, model.config(), TextShape.of(length));
        return builder.build(Map.of("encoded", model.encode(builder.root(), text)), null);
    }

    /** The model without a head, as it is exported. */
    private record Encoder(LanguageModel model) implements OnnxModel {
        @Override
        public ModelGraph graph(int batch, int length) {
            return MiniLmTest.graph(model, batch, length);
        }

        @Override
        public int longest() {
            return LONGEST;
        }

        @Override
        public Map<String, OnnxInput> inputs() {
            return Map.of(
                    TextTensors.TOKENS, new OnnxInput.Integers("input_ids"),
                    TextTensors.SEGMENTS, new OnnxInput.Integers("token_type_ids"),
                    TextTensors.BIAS, new OnnxInput.PaddingBias("attention_mask", AttentionSettings.UNHEARD));
        }

        @Override
        public List<String> outputs() {
            return List.of("encoded");
        }
    }

    /** A file of these bytes. */
    private record InMemory(byte[] content) implements WeightsFile {
        @Override
        public String name() {
            return "all-minilm-l6-v2.onnx";
        }

        @Override
        public long bytes() {
            return content.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(content);
        }
    }
}
