package io.sparkformer.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import io.sparkformer.data.text.Tokenizer;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** all-MiniLM-L6-v2, which others have trained, asked for vectors of texts as it is. */
class OthersWeightsTest {
    private static final double CLOSE = 1e-4;

    private static final List<String> TEXTS = List.of(
            "The quick brown fox jumps over the lazy dog.",
            "Spark runs on clusters.",
            "Ein Satz auf Deutsch, mit Umlauten: äöü.",
            "x",
            "Vectors of texts are compared by their angle; what means the same lies close together.",
            "A man is eating food.",
            "Someone eats.",
            "東京は日本の首都です");

    @TempDir
    Path directory;

    private Path onnx;
    private Path tokenizer;

    @BeforeEach
    void copy() throws IOException {
        onnx = copy("/all-minilm-l6-v2.onnx", "model.onnx");
        tokenizer = copy("/all-minilm-l6-v2-tokenizer.json", "tokenizer.json");
    }

    private Path copy(String resource, String name) throws IOException {
        Path file = directory.resolve(name);
        try (InputStream stream =
                Objects.requireNonNull(OthersWeightsTest.class.getResourceAsStream(resource), resource)) {
            Files.copy(stream, file);
        }
        return file;
    }

    private TextProject project() throws IOException {
        List<String> lines =
                TEXTS.stream().map(text -> "{\"text\": \"" + text + "\"}").toList();
        return TextProject.prepare(directory.resolve("project"), lines, "tokenizer=" + tokenizer, "splits=single")
                .with(
                        "model.variant=minilm-6-384",
                        "model.width=null",
                        "model.depth=null",
                        "model.heads=null",
                        "model.mlp-width=null",
                        "evaluation.split=train",
                        "evaluation.text-pooling=mean");
    }

    @Test
    void embed_weightsOfOthers_givesTheMeanOfOnnxRuntimesTokens() throws Exception {
        List<Row> rows = project().embed(onnx, "vectors");

        assertThat(rows).hasSize(TEXTS.size());
        Tokenizer known = Tokenizer.of(Files.readAllBytes(tokenizer));
        try (OrtSession session = OrtEnvironment.getEnvironment().createSession(onnx.toString())) {
            List<double[]> expected =
                    TEXTS.stream().map(text -> mean(session, ids(known, text))).toList();
            for (Row row : rows) {
                List<Float> vector = row.getList(row.fieldIndex("embedding"));
                assertThat(expected).as(row.toString()).anyMatch(mean -> isClose(vector, mean));
            }
        }
    }

    @Test
    void evaluate_weightsWithoutTheHead_isRefused() throws Exception {
        TextProject project = project().with("task.type=masked-language");

        assertThatThrownBy(() -> project.evaluate(onnx))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("evaluation.checkpoint", "cls.predictions.bias is missing");
    }

    private static boolean isClose(List<Float> vector, double[] mean) {
        return IntStream.range(0, mean.length).allMatch(i -> Math.abs(vector.get(i) - mean[i]) < CLOSE);
    }

    private static int[] ids(Tokenizer tokenizer, String text) {
        Frame frame = tokenizer.template().single();
        return Stream.of(
                        frame.before().ids(),
                        tokenizer.encode(text).ids(),
                        frame.after().ids())
                .flatMapToInt(Arrays::stream)
                .toArray();
    }

    private static double[] mean(OrtSession session, int[] ids) {
        long[] tokens = Arrays.stream(ids).asLongStream().toArray();
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor given = tensor(tokens);
                OnnxTensor mask = tensor(ones);
                OnnxTensor types = tensor(new long[ids.length]);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", given, "attention_mask", mask, "token_type_ids", types))) {
            float[][] states = ((float[][][]) result.get(0).getValue())[0];
            return IntStream.range(0, states[0].length)
                    .mapToDouble(i -> Arrays.stream(states)
                            .mapToDouble(state -> state[i])
                            .average()
                            .orElseThrow())
                    .toArray();
        } catch (OrtException e) {
            throw new AssertionError(e);
        }
    }

    private static OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), LongBuffer.wrap(values), new long[] {1, values.length});
    }
}
