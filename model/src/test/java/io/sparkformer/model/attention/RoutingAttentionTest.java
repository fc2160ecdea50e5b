package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.dot;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.graph.Motion;
import io.sparkformer.model.pattern.Band;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingAttentionTest {
    private static final int WIDTH = 8;
    private static final int HEADS = 2;
    private static final int HEAD_WIDTH = WIDTH / HEADS;
    private static final String CENTROIDS = "blocks.0.attn.centroids";

    private static AttentionExample example(int clusters, int tokens, int padding) {
        return example(clusters, tokens, false, padding);
    }

    private static AttentionExample example(int clusters, int tokens, boolean causal, int padding) {
        RoutingAttention attention = new RoutingAttention(clusters, 0.9, OptionalInt.empty());
        return new AttentionExample(attention, tokens, WIDTH, HEADS, causal, padding);
    }

    /** The tokens of one head of one sample, of which the last may not be there. */
    private record Head(
            double[][] queries, double[][] keys, double[][] values, double[][] centroids, int real, boolean causal) {
        static Head of(AttentionExample example, double[] qkv, double[] centroids, int sample, int head) {
            int clusters = ((RoutingAttention) example.attention()).clusters();
            double[][][] parts = new double[3][example.tokens()][];
            for (int which = 0; which < 3; which++) {
                for (int token = 0; token < example.tokens(); token++) {
                    int from = ((sample * example.tokens() + token) * 3 + which) * WIDTH + head * HEAD_WIDTH;
                    double[] part = Arrays.copyOfRange(qkv, from, from + HEAD_WIDTH);
                    parts[which][token] = which == 2 ? part : normalized(part);
                }
            }
            double[][] own = IntStream.range(0, clusters)
                    .mapToObj(cluster -> {
                        int from = (head * clusters + cluster) * HEAD_WIDTH;
                        return Arrays.copyOfRange(centroids, from, from + HEAD_WIDTH);
                    })
                    .toArray(double[][]::new);
            int padding = sample == BATCH - 1 ? example.padding() : 0;
            int real = example.tokens() - padding;
            double[][] keys = parts[example.causal() ? 0 : 1];
            return new Head(parts[0], keys, parts[2], own, real, example.causal());
        }

        private static double[] normalized(double[] x) {
            double mean = Arrays.stream(x).average().orElseThrow();
            double variance = Arrays.stream(x)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow();
            return Arrays.stream(x)
                    .map(value -> (value - mean) / Math.sqrt(variance + 1e-5))
                    .toArray();
        }

        private int[] nearest(double[][] x, double[] centroid, int capacity) {
            return IntStream.range(0, real)
                    .boxed()
                    .sorted(Comparator.comparingDouble(token -> -dot(x[token], centroid)))
                    .limit(capacity)
                    .mapToInt(token -> token)
                    .toArray();
        }

        double[][] heard() {
            double[][] sums = new double[queries.length][HEAD_WIDTH];
            int[] times = new int[queries.length];
            int capacity = (queries.length + centroids.length - 1) / centroids.length;
            for (double[] centroid : centroids) {
                int[] answering = nearest(keys, centroid, capacity);
                for (int asking : nearest(queries, centroid, capacity)) {
                    double total = 0;
                    double[] sum = new double[HEAD_WIDTH];
                    for (int key : met(asking, answering)) {
                        double weight = AttentionExample.softmax(queries[asking], keys[key]);
                        total += weight;
                        Arrays.setAll(sum, i -> sum[i] + weight * values[key][i]);
                    }
                    double all = total;
                    Arrays.setAll(sums[asking], i -> sums[asking][i] + sum[i] / all);
                    times[asking]++;
                }
            }
            for (int token = 0; token < sums.length; token++) {
                int count = Math.max(1, times[token]);
                sums[token] =
                        Arrays.stream(sums[token]).map(value -> value / count).toArray();
            }
            return sums;
        }

        /** In a causal model those before a token, or else itself. */
        private int[] met(int asking, int[] answering) {
            int[] before = Arrays.stream(answering).filter(key -> key < asking).toArray();
            int[] own = {asking};
            return !causal ? answering : before.length > 0 ? before : own;
        }

        private int cluster(double[] vector) {
            return IntStream.range(0, centroids.length)
                    .boxed()
                    .max(Comparator.comparingDouble(cluster -> dot(vector, centroids[cluster])))
                    .orElseThrow();
        }

        /** Of each centroid, from it to where it is drawn. */
        double[][] way() {
            double[][] sums = new double[centroids.length][HEAD_WIDTH];
            for (double[][] vectors : new double[][][] {queries, keys}) {
                for (int token = 0; token < real; token++) {
                    double[] vector = vectors[token];
                    double[] sum = sums[cluster(vector)];
                    Arrays.setAll(sum, i -> sum[i] + vector[i]);
                }
            }
            for (int cluster = 0; cluster < sums.length; cluster++) {
                double[] sum = sums[cluster];
                double[] centroid = centroids[cluster];
                double length = Math.sqrt(dot(sum, sum));
                sums[cluster] = IntStream.range(0, HEAD_WIDTH)
                        .mapToDouble(i -> length == 0 ? 0 : sum[i] / length * Math.sqrt(HEAD_WIDTH) - centroid[i])
                        .toArray();
            }
            return sums;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3, 12, false, 0",
        "3, 10, false, 0",
        "4, 12, false, 5",
        "1, 9, false, 2",
        "12, 12, false, 0",
        "5, 9, false, 8",
        "3, 12, true, 0",
        "1, 9, true, 2",
        "4, 11, true, 5"
    })
    void apply_anyClusters_isTheDefinition(int clusters, int tokens, boolean causal, int padding) {
        AttentionExample example = example(clusters, tokens, causal, padding);
        double[] centroids = random("centroids", HEADS * clusters * HEAD_WIDTH);
        double[] expected = new double[BATCH * tokens * WIDTH];
        for (int sample = 0; sample < BATCH; sample++) {
            for (int head = 0; head < HEADS; head++) {
                double[][] heard =
                        Head.of(example, example.qkv(), centroids, sample, head).heard();
                for (int token = 0; token < tokens; token++) {
                    int at = (sample * tokens + token) * WIDTH + head * HEAD_WIDTH;
                    System.arraycopy(heard[token], 0, expected, at, HEAD_WIDTH);
                }
            }
        }

        double[] actual = example.heard(Map.of("qkv", example.qkv(), CENTROIDS, centroids));

        assertThat(actual).containsExactly(expected, within(1e-9));
    }

    @Test
    void apply_oneCluster_isFullAttentionOfNormalizedQueriesAndKeys() {
        AttentionExample example = example(1, 7, 0);
        double[] full = example.naive(
                example.qkv(), (q, k) -> AttentionExample.softmax(Head.normalized(q), Head.normalized(k)));

        assertThat(example.heard(Map.of("qkv", example.qkv()))).containsExactly(full, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"3, 12, false, 0", "4, 10, false, 3", "3, 12, true, 0", "4, 10, true, 3"})
    void gradient_ofTokens_isThatOfDifferences(int clusters, int tokens, boolean causal, int padding) {
        example(clusters, tokens, causal, padding).checkGradients();
    }

    @ParameterizedTest
    @CsvSource({"3, 12, 0", "4, 12, 5", "9, 4, 0"})
    void gradient_ofCentroids_leadsFromTheMeansOfWhatIsNearest(int clusters, int tokens, int padding) {
        AttentionExample example = example(clusters, Math.max(clusters, tokens), padding);
        double[] centroids = random("centroids", HEADS * clusters * HEAD_WIDTH);
        double[] expected = new double[centroids.length];
        for (int sample = 0; sample < BATCH; sample++) {
            for (int head = 0; head < HEADS; head++) {
                double[][] way =
                        Head.of(example, example.qkv(), centroids, sample, head).way();
                for (int i = 0; i < clusters * HEAD_WIDTH; i++) {
                    expected[head * clusters * HEAD_WIDTH + i] -= way[i / HEAD_WIDTH][i % HEAD_WIDTH];
                }
            }
        }

        assertThat(example.gradient(CENTROIDS, Map.of("qkv", example.qkv(), CENTROIDS, centroids)))
                .containsExactly(expected, within(1e-9));
    }

    /** What a step adds to a centroid is this share of the way to the mean. */
    @ParameterizedTest
    @CsvSource({"1, 0", "0.75, 0.25"})
    void centroids_ofAnyDecay_goTheRestOfTheWay(double decay, double share) {
        RoutingAttention attention = new RoutingAttention(3, decay, OptionalInt.empty());
        ModelGraph graph = new AttentionExample(attention, 9, WIDTH, HEADS, false, 0).graph();

        assertThat(graph.layout().parameter(CENTROIDS).motion()).isEqualTo(Motion.averaged(share));
    }

    @Test
    void apply_permutedTokens_permutesWhatTheyHear() {
        AttentionExample example = example(3, 9, 0);
        double[] qkv = example.qkv();
        double[] turned = new double[qkv.length];
        for (int i = 0; i < qkv.length; i++) {
            turned[turned(i, 3 * WIDTH)] = qkv[i];
        }
        double[] heard = example.heard(Map.of("qkv", qkv));
        double[] other = example.heard(Map.of("qkv", turned));

        for (int i = 0; i < heard.length; i++) {
            assertThat(other[turned(i, WIDTH)]).isCloseTo(heard[i], within(1e-9));
        }
    }

    /** Where an element goes when each sample's 9 tokens move on by 4. */
    private static int turned(int i, int width) {
        int token = i / width;
        return (token / 9 * 9 + (token % 9 + 4) % 9) * width + i % width;
    }

    /** Of two heads the first hears its neighbours, as in exact attention of one head over the same columns. */
    @Test
    void apply_withWindow_halfOfTheHeadsHearIt() {
        int tokens = 8;
        RoutingAttention both = new RoutingAttention(2, 0.9, OptionalInt.of(1));
        double[] qkv = random("qkv", BATCH * tokens * 3 * WIDTH);
        double[] centroids = random("centroids", 2 * HEAD_WIDTH);
        double[] actual = new AttentionExample(both, tokens, WIDTH, HEADS, false, 0)
                .heard(Map.of("qkv", qkv, CENTROIDS, centroids));
        double[] window = new AttentionExample(new ExactAttention(new Band(1)), tokens, WIDTH, HEADS, false, 0)
                .heard(Map.of("qkv", qkv));
        double[] routed = example(2, tokens, 0).heard(Map.of("qkv", qkv, CENTROIDS, twice(centroids)));

        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(i % WIDTH < HEAD_WIDTH ? window[i] : routed[i], within(1e-9));
        }
    }

    private static double[] twice(double[] x) {
        double[] twice = Arrays.copyOf(x, 2 * x.length);
        System.arraycopy(x, 0, twice, x.length, x.length);
        return twice;
    }

    @Test
    void fit_whatHasNoMeaning_saysWhy() {
        RoutingAttention routing = new RoutingAttention(8, 0.9, OptionalInt.empty());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> routing.requireFit(7, false))
                .withMessageContaining("clusters = 8 of 7 tokens");
    }
}
