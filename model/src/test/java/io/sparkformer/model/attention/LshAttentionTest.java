package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.dot;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.Distribution;
import io.sparkformer.model.graph.GraphBuilder;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.RandomInput;
import io.sparkformer.model.graph.RandomInputs;
import io.sparkformer.model.operation.Tensor;
import io.sparkformer.model.plan.Nd4jKernels;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class LshAttentionTest {
    private static final int WIDTH = 12;
    private static final int HEADS = 2;
    private static final int HEAD_WIDTH = WIDTH / HEADS;
    private static final long SEED = 3;

    private static AttentionExample example(LshAttention attention, int tokens, boolean causal, int padding) {
        return new AttentionExample(attention, tokens, WIDTH, HEADS, causal, padding);
    }

    /** Directions [D/H, b/2] of a round, for a sample's head. */
    @FunctionalInterface
    private interface Directions {
        double[] of(int round, int sample, int head);
    }

    private static int half(LshAttention attention, int tokens) {
        return LshAttention.buckets((tokens + attention.chunk() - 1) / attention.chunk()) / 2;
    }

    /** Those of the seed. */
    private static Directions fixed(LshAttention attention, int tokens) {
        int length = HEAD_WIDTH * half(attention, tokens);
        return (round, sample, head) -> {
            double[] draws = new double[length];
            long key = CounterRandom.key(SEED, 0, round);
            Arrays.setAll(draws, i -> CounterRandom.gaussian(key, (long) head * length + i));
            return draws;
        };
    }

    /** Those of a step. */
    private static Directions drawn(LshAttention attention, AttentionExample example) {
        int length = HEAD_WIDTH * half(attention, example.tokens());
        return (round, sample, head) -> {
            double[] all = RandomInputs.values(example.graph(), "blocks.0.attn.directions." + round);
            int from = (sample * HEADS + head) * length;
            return Arrays.copyOfRange(all, from, from + length);
        };
    }

    /** The definition, token by token: who meets whom in any round, and a softmax over these. */
    private static double[] naive(
            LshAttention attention, double[] qv, AttentionExample example, Directions directions) {
        double[] heard = new double[BATCH * example.tokens() * WIDTH];
        for (int sample = 0; sample < BATCH; sample++) {
            int real = example.tokens() - (sample == BATCH - 1 ? example.padding() : 0);
            for (int head = 0; head < HEADS; head++) {
                boolean[][] meets = new boolean[example.tokens()][example.tokens()];
                for (int round = 0; round < attention.rounds(); round++) {
                    double[][] queries = parts(qv, example.tokens(), sample, head, 0);
                    addMeetings(meets, attention, directions.of(round, sample, head), queries, real);
                }
                hear(heard, qv, example, sample, head, meets, real);
            }
        }
        return heard;
    }

    /** Queries (0) or values (1) of a head of a sample. */
    private static double[][] parts(double[] qv, int tokens, int sample, int head, int which) {
        return IntStream.range(0, tokens)
                .mapToObj(token -> {
                    int from = ((sample * tokens + token) * 2 + which) * WIDTH + head * HEAD_WIDTH;
                    return Arrays.copyOfRange(qv, from, from + HEAD_WIDTH);
                })
                .toArray(double[][]::new);
    }

    private static void addMeetings(
            boolean[][] meets, LshAttention attention, double[] directions, double[][] queries, int real) {
        int chunk = attention.chunk();
        int tokens = queries.length;
        int chunks = (tokens + chunk - 1) / chunk;
        int half = LshAttention.buckets(chunks) / 2;
        int[] buckets = new int[chunks * chunk];
        Arrays.fill(buckets, 2 * half);
        for (int token = 0; token < real; token++) {
            double[] products = new double[2 * half];
            for (int direction = 0; direction < half; direction++) {
                for (int i = 0; i < HEAD_WIDTH; i++) {
                    products[direction] += queries[token][i] * directions[i * half + direction];
                }
                products[half + direction] = -products[direction];
            }
            int best = 0;
            for (int bucket = 1; bucket < products.length; bucket++) {
                best = products[bucket] > products[best] ? bucket : best;
            }
            buckets[token] = best;
        }
        List<Integer> order = IntStream.range(0, buckets.length)
                .boxed()
                .sorted(Comparator.comparingInt(token -> buckets[token]))
                .toList();
        int[] chunkOf = new int[buckets.length];
        for (int place = 0; place < buckets.length; place++) {
            chunkOf[order.get(place)] = place / chunk;
        }
        for (int query = 0; query < tokens; query++) {
            for (int other = 0; other < tokens; other++) {
                int before = (chunkOf[query] + chunks - 1) % chunks;
                meets[query][other] |= chunkOf[other] == chunkOf[query] || chunkOf[other] == before;
            }
        }
    }

    private static void hear(
            double[] heard, double[] qv, AttentionExample example, int sample, int head, boolean[][] meets, int real) {
        double[][] queries = parts(qv, example.tokens(), sample, head, 0);
        double[][] values = parts(qv, example.tokens(), sample, head, 1);
        for (int query = 0; query < real; query++) {
            double[] sum = new double[HEAD_WIDTH];
            double total = 0;
            for (int key = 0; key < (example.causal() ? query + 1 : real); key++) {
                if (meets[query][key] && key != query) {
                    double norm = Math.sqrt(dot(queries[key], queries[key]));
                    double weight = Math.exp(dot(queries[query], queries[key]) / norm / Math.sqrt(HEAD_WIDTH));
                    total += weight;
                    double[] value = values[key];
                    Arrays.setAll(sum, i -> sum[i] + weight * value[i]);
                }
            }
            for (int i = 0; i < HEAD_WIDTH; i++) {
                int place = (sample * example.tokens() + query) * WIDTH + head * HEAD_WIDTH + i;
                heard[place] = total == 0 ? values[query][i] : sum[i] / total; // itself, if nobody else
            }
        }
    }

    private static double[] qv(int tokens) {
        return random("qkv", BATCH * tokens * 2 * WIDTH);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 1, 16, false, 0",
        "4, 1, 16, true, 0",
        "4, 3, 16, false, 0",
        "4, 2, 15, true, 3",
        "5, 2, 23, false, 9",
        "3, 4, 12, true, 5",
        "8, 2, 16, false, 0",
        "1, 1, 6, false, 0",
        "1, 2, 6, true, 2"
    })
    void heard_anySizes_isTheSoftmaxOverAllThatAreMet(int chunk, int rounds, int tokens, boolean causal, int padding) {
        LshAttention attention = new LshAttention(chunk, rounds, SEED);
        AttentionExample example = example(attention, tokens, causal, padding);

        assertThat(example.heard(Map.of()))
                .containsExactly(naive(attention, qv(tokens), example, drawn(attention, example)), within(1e-6));
        assertThat(example.heard(GraphSettings.Mode.INFERENCE, Map.of()))
                .containsExactly(naive(attention, qv(tokens), example, fixed(attention, tokens)), within(1e-6));
    }

    /** Who meets whom is drawn anew. */
    @Test
    void graph_inTraining_drawsDirectionsForEachSample() {
        ModelGraph graph = example(new LshAttention(4, 2, SEED), 16, false, 0).graph();

        assertThat(graph.randomInputs())
                .containsExactly(
                        new RandomInput("blocks.0.attn.directions.0", BATCH, WIDTH * 2, Distribution.NORMAL, 1),
                        new RandomInput("blocks.0.attn.directions.1", BATCH, WIDTH * 2, Distribution.NORMAL, 2));
    }

    /** One chunk is everybody: attention with queries as keys, of others than oneself. */
    @ParameterizedTest
    @CsvSource({"16, false", "16, true", "20, false", "11, true"})
    void heard_oneChunk_isFullAttention(int chunk, boolean causal) {
        LshAttention attention = new LshAttention(chunk, 1, SEED);
        AttentionExample example = example(attention, 11, causal, 0);
        double[] expected = new double[BATCH * 11 * WIDTH];
        boolean[][] all = new boolean[11][11];
        Arrays.stream(all).forEach(row -> Arrays.fill(row, true));
        for (int sample = 0; sample < BATCH; sample++) {
            for (int head = 0; head < HEADS; head++) {
                hear(expected, qv(11), example, sample, head, all, 11);
            }
        }

        assertThat(example.heard(Map.of())).containsExactly(expected, within(1e-6));
    }

    @Test
    void heard_moreRounds_isNearerToThatOfFullAttention() {
        double[] full = example(new LshAttention(64, 1, SEED), 64, false, 0).heard(Map.of());
        double[] errors = IntStream.of(1, 4, 16)
                .mapToDouble(rounds -> {
                    double[] heard = example(new LshAttention(8, rounds, SEED), 64, false, 0)
                            .heard(Map.of());
                    return IntStream.range(0, full.length)
                            .mapToDouble(i -> Math.abs(heard[i] - full[i]))
                            .sum();
                })
                .toArray();

        assertThat(errors[1]).isLessThan(0.7 * errors[0]);
        assertThat(errors[2]).isLessThan(0.7 * errors[1]);
    }

    @ParameterizedTest
    @CsvSource({"4, 1, 16, false, 0", "4, 2, 14, true, 0", "4, 2, 14, false, 5"})
    void gradient_isThatOfDifferences(int chunk, int rounds, int tokens, boolean causal, int padding) {
        example(new LshAttention(chunk, rounds, SEED), tokens, causal, padding).checkGradients();
    }

    /** A hash knows directions and no lengths, and the same for the same vectors. */
    @Test
    void buckets_ofTheSameDirection_areTheSame() {
        int count = 40;
        double[] vectors = random("vectors", 2 * count * 5);
        for (int i = 0; i < count * 5; i++) {
            vectors[count * 5 + i] = (1 + Math.floorDiv(i, 5)) * vectors[i];
        }
        GraphBuilder builder = new GraphBuilder(new GraphSettings(1, GraphSettings.Mode.INFERENCE, DataType.DOUBLE));
        Tensor x = builder.input("x", 1, 2L * count, 5);
        Tensor buckets = LshMechanism.buckets(x, builder.input("directions", 1, 5, 4));
        try (StepPlan plan =
                StepPlan.forInference(builder.build(Map.of("buckets", buckets), null), new Nd4jKernels())) {
            plan.setInput("x", vectors);
            plan.setInput("directions", random("directions", 20));
            plan.run();
            double[] found = plan.values(buckets.name());

            assertThat(Arrays.copyOf(found, count)).isEqualTo(Arrays.copyOfRange(found, count, 2 * count));
            assertThat(Arrays.stream(found).distinct()).hasSizeGreaterThan(4);
            assertThat(Arrays.stream(found)).allMatch(bucket -> bucket >= 0 && bucket < 8);
        }
    }

    @Test
    void sizes_none_sayWhichAndWhatTheyAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LshAttention(0, 1, SEED))
                .withMessageContaining("chunk = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LshAttention(4, 0, SEED))
                .withMessageContaining("rounds = 0");
    }
}
