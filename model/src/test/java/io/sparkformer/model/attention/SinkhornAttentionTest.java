package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.dot;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.pattern.BlockLocal;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class SinkhornAttentionTest {
    private static final int WIDTH = 8;
    private static final int HEADS = 2;
    private static final int HEAD_WIDTH = WIDTH / HEADS;

    private static AttentionExample example(SinkhornAttention attention, int tokens, boolean causal, int padding) {
        return new AttentionExample(attention, tokens, WIDTH, HEADS, causal, padding);
    }

    private static SinkhornAttention blocks(int block, int iterations, double temperature) {
        return new SinkhornAttention(block, iterations, temperature, OptionalInt.empty());
    }

    /** Queries (0), keys (1) or values (2) of a token in a head. */
    private static double[] part(double[] qkv, int token, int which, int head) {
        int from = (token * 3 + which) * WIDTH + head * HEAD_WIDTH;
        return Arrays.copyOfRange(qkv, from, from + HEAD_WIDTH);
    }

    private static double[] qkv(int tokens) {
        return random("qkv", BATCH * tokens * 3 * WIDTH);
    }

    /** The definition for rows of whole blocks without padding. */
    private static double[] naive(SinkhornAttention attention, int tokens, boolean causal) {
        double[] qkv = qkv(tokens);
        double[] heard = new double[BATCH * tokens * WIDTH];
        int block = attention.block();
        int count = tokens / block;
        for (int sample = 0; sample < BATCH; sample++) {
            for (int head = 0; head < HEADS; head++) {
                double[][] sorting = sorting(attention, qkv, sample * tokens, count, head, causal);
                for (int token = 0; token < tokens; token++) {
                    double[] mean = hear(attention, qkv, sample * tokens, token, head, sorting, causal);
                    System.arraycopy(mean, 0, heard, (sample * tokens + token) * WIDTH + head * HEAD_WIDTH, HEAD_WIDTH);
                }
            }
        }
        return heard;
    }

    private static double[][] sorting(
            SinkhornAttention attention, double[] qkv, int first, int count, int head, boolean causal) {
        int block = attention.block();
        double[][] r = new double[count][count];
        for (int i = 0; i < count; i++) {
            double[] query = causal
                    ? mean(qkv, first, first + i * block + 1, 0, head)
                    : mean(qkv, first + i * block, first + (i + 1) * block, 0, head);
            for (int j = 0; j < count; j++) {
                double[] key = mean(qkv, first + j * block, first + (j + 1) * block, 1, head);
                r[i][j] = causal && j >= i
                        ? 0
                        : Math.exp(dot(query, key) / Math.sqrt(HEAD_WIDTH) / attention.temperature());
            }
        }
        for (int iteration = 0; iteration < attention.iterations(); iteration++) {
            for (double[] row : r) {
                double sum = Arrays.stream(row).sum();
                Arrays.setAll(row, j -> sum == 0 ? 0 : row[j] / sum);
            }
            for (int j = 0; j < count; j++) {
                double[] sums = new double[count];
                for (int i = 0; i < count; i++) {
                    for (int other = 0; other <= (causal ? i : count - 1); other++) {
                        sums[i] += r[other][j];
                    }
                }
                for (int i = 0; i < count; i++) {
                    r[i][j] = sums[i] == 0 ? 0 : r[i][j] / sums[i];
                }
            }
        }
        return r;
    }

    private static double[] mean(double[] qkv, int from, int to, int which, int head) {
        double[] mean = new double[HEAD_WIDTH];
        for (int token = from; token < to; token++) {
            double[] one = part(qkv, token, which, head);
            Arrays.setAll(mean, i -> mean[i] + one[i] / (to - from));
        }
        return mean;
    }

    private static double[] hear(
            SinkhornAttention attention,
            double[] qkv,
            int first,
            int token,
            int head,
            double[][] sorting,
            boolean causal) {
        int block = attention.block();
        int own = token / block;
        double[] query = part(qkv, first + token, 0, head);
        double[] sum = new double[HEAD_WIDTH + 1];
        if (attention.cut().isPresent()) {
            for (int place = 0; place < attention.cut().getAsInt(); place++) {
                addSorted(sum, qkv, first, query, block, sorting[place], head);
            }
        } else {
            if (!causal || own > 0) {
                addSorted(sum, qkv, first, query, block, sorting[own], head);
            }
            for (int key = own * block; key < (causal ? token + 1 : (own + 1) * block); key++) {
                add(sum, query, part(qkv, first + key, 1, head), part(qkv, first + key, 2, head), 1);
            }
        }
        return Arrays.stream(sum, 0, HEAD_WIDTH)
                .map(value -> value / sum[HEAD_WIDTH])
                .toArray();
    }

    private static void addSorted(
            double[] sum, double[] qkv, int first, double[] query, int block, double[] row, int head) {
        for (int place = 0; place < block; place++) {
            double[] key = new double[HEAD_WIDTH];
            double[] value = new double[HEAD_WIDTH];
            double share = 0;
            for (int from = 0; from < row.length; from++) {
                double weight = row[from];
                share += weight;
                double[] k = part(qkv, first + from * block + place, 1, head);
                double[] v = part(qkv, first + from * block + place, 2, head);
                Arrays.setAll(key, i -> key[i] + weight * k[i]);
                Arrays.setAll(value, i -> value[i] + weight * v[i]);
            }
            add(sum, query, key, value, share);
        }
    }

    private static void add(double[] sum, double[] query, double[] key, double[] value, double share) {
        double weight = share * Math.exp(dot(query, key) / Math.sqrt(HEAD_WIDTH));
        for (int i = 0; i < HEAD_WIDTH; i++) {
            sum[i] += weight * value[i];
        }
        sum[HEAD_WIDTH] += weight;
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 12, false", "4, 8, 16, false", "2, 3, 12, true", "4, 5, 16, true", "5, 2, 5, false"})
    void heard_anySizes_isThatOfTheDefinition(int block, int iterations, int tokens, boolean causal) {
        SinkhornAttention attention = blocks(block, iterations, 0.7);

        assertThat(example(attention, tokens, causal, 0).heard(Map.of()))
                .containsExactly(naive(attention, tokens, causal), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "3, 2", "3, 4"})
    void heard_ofTheFirstSortedBlocks_isThatOfTheDefinition(int block, int cut) {
        SinkhornAttention attention = new SinkhornAttention(block, 6, 0.7, OptionalInt.of(cut));

        assertThat(example(attention, 12, false, 0).heard(Map.of()))
                .containsExactly(naive(attention, 12, false), within(1e-5));
    }

    /** All blocks in some order are all keys: where each block asks for one other, at a low temperature, the matrix is a permutation. */
    @Test
    void heard_ofAllSortedBlocks_isFullAttention() {
        AttentionExample example = example(new SinkhornAttention(3, 10, 0.05, OptionalInt.of(3)), 9, false, 0);
        double[] qkv = qkv(9);
        for (int token = 0; token < BATCH * 9; token++) {
            int block = token % 9 / 3;
            for (int head = 0; head < HEADS; head++) {
                qkv[token * 3 * WIDTH + head * HEAD_WIDTH + (block + 1) % 3] += 3;
                qkv[(token * 3 + 1) * WIDTH + head * HEAD_WIDTH + block] += 3;
            }
        }

        assertThat(example.heard(Map.of("qkv", qkv)))
                .containsExactly(example.naive(qkv, AttentionExample::softmax), within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 12, false, 0, 0",
        "3, 11, false, 4, 0",
        "3, 11, true, 0, 0",
        "3, 12, true, 4, 0",
        "3, 11, false, 4, 2"
    })
    void gradient_isThatOfDifferences(int block, int tokens, boolean causal, int padding, int cut) {
        OptionalInt first = cut == 0 ? OptionalInt.empty() : OptionalInt.of(cut);
        example(new SinkhornAttention(block, 3, 0.7, first), tokens, causal, padding)
                .checkGradients();
    }

    /** Golden: Sinkhorn of [[0, 1], [2, 0]] in logarithms. */
    @Test
    void sorting_manyIterations_addsUpToOneInRowsAndColumns() {
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor logits = builder.input("logits", 1, 2, 2);
        Tensor sorting = SinkhornMechanism.sorting(logits, 60);
        try (StepPlan plan =
                StepPlan.forInference(builder.build(Map.of("sorting", sorting), null), new Nd4jKernels())) {
            plan.setInput("logits", new double[] {0, 1, 2, 0});
            plan.run();

            assertThat(plan.values(sorting.name()))
                    .containsExactly(new double[] {.182426, .817574, .817574, .182426}, within(1e-6));
        }
    }

    /** Rows of logits whose best assignment to columns is 2, 0, 3, 1, however they are scaled. */
    @Test
    void sorting_towardsTemperatureZero_isAPermutation() {
        double[] suits = {0.1, 0.2, 0.9, 0.3, 0.8, 0.3, 0.4, 0.2, 0.0, 0.3, 0.5, 0.7, 0.3, 0.6, 0.2, 0.1};
        double[] sharp = sorted(suits, 0.01);
        double[] soft = sorted(suits, 1);

        for (int i = 0; i < suits.length; i++) {
            boolean chosen = i == 2 || i == 4 || i == 11 || i == 13;
            assertThat(sharp[i]).isCloseTo(chosen ? 1 : 0, within(1e-6));
            assertThat(soft[i]).isBetween(0.1, 0.5);
        }
    }

    private static double[] sorted(double[] suits, double temperature) {
        double[] logits = Arrays.stream(suits).map(suit -> suit / temperature).toArray();
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor sorting = SinkhornMechanism.sorting(builder.input("logits", 1, 4, 4), 200);
        try (StepPlan plan =
                StepPlan.forInference(builder.build(Map.of("sorting", sorting), null), new Nd4jKernels())) {
            plan.setInput("logits", logits);
            plan.run();
            return plan.values(sorting.name());
        }
    }

    /** Each block asks for itself: its keys are there twice, which changes no weights among them. */
    @Test
    void heard_ofBlocksSortedToTheirOwnPlaces_isThatWithinBlocks() {
        AttentionExample example = example(blocks(3, 10, 0.05), 9, false, 0);
        double[] qkv = qkv(9);
        for (int token = 0; token < BATCH * 9; token++) {
            for (int head = 0; head < HEADS; head++) {
                for (int which = 0; which < 2; which++) {
                    qkv[(token * 3 + which) * WIDTH + head * HEAD_WIDTH + token % 9 / 3] += 3;
                }
            }
        }
        AttentionExample within =
                new AttentionExample(new ExactAttention(new BlockLocal(3)), 9, WIDTH, HEADS, false, 0);

        assertThat(example.heard(Map.of("qkv", qkv))).containsExactly(within.heard(Map.of("qkv", qkv)), within(1e-5));
    }

    @Test
    void fit_whatItCannotServe_saysWhy() {
        SinkhornAttention attention = new SinkhornAttention(4, 5, 1, OptionalInt.of(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attention.requireFit(16, true))
                .withMessageContaining("leave cut out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attention.requireFit(8, false))
                .withMessageContaining("cut = 3 of 2 blocks");
        assertThatIllegalArgumentException().isThrownBy(() -> blocks(4, 5, 0)).withMessageContaining("temperature = 0");
    }
}
