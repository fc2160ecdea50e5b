package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.dot;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.attention.RelativeAttention.Form;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.layer.Sinusoids;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class RelativeAttentionTest {
    private static final int WIDTH = 8;
    private static final int HEADS = 2;
    private static final int HEAD_WIDTH = WIDTH / HEADS;

    private static AttentionExample example(Form form, int tokens, boolean causal, int padding) {
        return new AttentionExample(new RelativeAttention(form), tokens, WIDTH, HEADS, causal, padding);
    }

    /** The definition, pair by pair. */
    private static double[] naive(Form form, int tokens, boolean causal, int padding) {
        boolean tener = form != Form.TRANSFORMER_XL;
        int parts = tener ? 2 : 3;
        String place = tener ? "blocks.0.attn." : "blocks.relative.";
        double[] u = random(place + "content_bias", WIDTH);
        double[] v = random(place + "position_bias", WIDTH);
        double[] map = random("blocks.0.attn.distance.weight", WIDTH * WIDTH);
        double[] x = random("x", BATCH * tokens * WIDTH);
        double[] projected = random("qkv", BATCH * tokens * parts * WIDTH);
        double[] heard = new double[BATCH * tokens * WIDTH];
        for (int row = 0; row < BATCH * tokens; row++) {
            int first = row / tokens * tokens;
            int end = causal ? row + 1 : first + tokens - (row / tokens == BATCH - 1 ? padding : 0);
            end = Math.min(end, first + tokens - (row / tokens == BATCH - 1 ? padding : 0));
            for (int head = 0; head < HEADS; head++) {
                double total = 0;
                double[] sum = new double[HEAD_WIDTH];
                double[] query = part(projected, row * parts, head);
                for (int key = first; key < end; key++) {
                    double[] k = tener ? part(x, key, head) : part(projected, key * parts + 1, head);
                    double[] r = distance(form, row - key, map, head);
                    double logit = dot(plus(query, part(u, 0, head)), k) + dot(plus(query, part(v, 0, head)), r);
                    double weight = Math.exp(form == Form.TENER ? logit : logit / Math.sqrt(HEAD_WIDTH));
                    double[] value = part(projected, key * parts + parts - 1, head);
                    total += weight;
                    Arrays.setAll(sum, i -> sum[i] + weight * value[i]);
                }
                for (int i = 0; i < HEAD_WIDTH; i++) {
                    heard[row * WIDTH + head * HEAD_WIDTH + i] = sum[i] / total;
                }
            }
        }
        return heard;
    }

    private static double[] part(double[] rows, int row, int head) {
        int from = row * WIDTH + head * HEAD_WIDTH;
        return Arrays.copyOfRange(rows, from, from + HEAD_WIDTH);
    }

    private static double[] plus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] + b[i]).toArray();
    }

    private static double[] distance(Form form, int distance, double[] map, int head) {
        if (form != Form.TRANSFORMER_XL) {
            return Sinusoids.row(distance, HEAD_WIDTH, Sinusoids.Arrangement.INTERLEAVED);
        }
        double[] row = Sinusoids.row(distance, WIDTH, Sinusoids.Arrangement.HALVES);
        return IntStream.range(head * HEAD_WIDTH, (head + 1) * HEAD_WIDTH)
                .mapToDouble(output -> dot(Arrays.copyOfRange(map, output * WIDTH, (output + 1) * WIDTH), row))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSFORMER_XL, 6, false, 0",
        "TRANSFORMER_XL, 6, true, 0",
        "TRANSFORMER_XL, 5, false, 2",
        "TENER, 6, false, 0",
        "TENER, 6, true, 2",
        "TENER, 1, false, 0",
        "TENER_SCALED, 6, false, 2"
    })
    void heard_anySizes_isThatOfTheDefinition(Form form, int tokens, boolean causal, int padding) {
        assertThat(example(form, tokens, causal, padding).heard(Map.of()))
                .containsExactly(naive(form, tokens, causal, padding), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"TRANSFORMER_XL, true, 0", "TRANSFORMER_XL, false, 2", "TENER, false, 2", "TENER, true, 0"})
    void gradient_isThatOfDifferences(Form form, boolean causal, int padding) {
        example(form, 5, causal, padding).checkGradients();
    }

    /** A product of two sinusoids knows how far two words are, and not which of them comes first. */
    @Test
    void distances_ofTener_knowTheDirection() {
        double[] before = Sinusoids.row(-3, HEAD_WIDTH, Sinusoids.Arrangement.INTERLEAVED);
        double[] after = Sinusoids.row(3, HEAD_WIDTH, Sinusoids.Arrangement.INTERLEAVED);
        assertThat(before).isNotEqualTo(after);

        double[] here = Sinusoids.row(7, HEAD_WIDTH, Sinusoids.Arrangement.INTERLEAVED);
        double[] earlier = Sinusoids.row(4, HEAD_WIDTH, Sinusoids.Arrangement.INTERLEAVED);
        double[] later = Sinusoids.row(10, HEAD_WIDTH, Sinusoids.Arrangement.INTERLEAVED);
        assertThat(dot(here, earlier)).isCloseTo(dot(here, later), within(1e-12));
    }

    /** Column c of row t is what is known of the distance T - 1 - c; key j is at the distance t - j. */
    @Test
    void shifted_rowsOfDistances_areThoseOfTheKeys() {
        int tokens = 4;
        int columns = 2 * tokens - 1;
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor y = RelativeMechanism.shifted(builder.input("x", 1, 1, tokens, columns), tokens);
        double[] x = IntStream.range(0, tokens * columns)
                .mapToDouble(i -> 100.0 * Math.floorDiv(i, columns) + (tokens - 1 - i % columns))
                .toArray();
        try (StepPlan plan = StepPlan.forInference(builder.build(Map.of("y", y), null), new Nd4jKernels())) {
            plan.setInput("x", x);
            plan.run();
            double[] found = plan.values(y.name());

            for (int i = 0; i < tokens * tokens; i++) {
                int query = i / tokens;
                assertThat(found[i]).isEqualTo(100.0 * query + (query - i % tokens));
            }
        }
    }
}
