package io.sparkformer.model.attention;

import static io.sparkformer.model.attention.AttentionExample.BATCH;
import static io.sparkformer.model.attention.AttentionExample.dot;
import static io.sparkformer.model.attention.AttentionExample.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.RandomInputs;
import io.sparkformer.model.layer.Sinusoids;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeAttentionTest {
    private static final int WIDTH = 8;
    private static final int HEADS = 2;
    private static final int NARROW = WIDTH / HEADS;

    private static AttentionExample example(int edges, int tokens, boolean causal, int padding) {
        return new AttentionExample(new EdgeAttention(edges), tokens, WIDTH, HEADS, causal, padding);
    }

    /**
     * The definition, token by token: its parameters, and what is drawn, by edge; nothing is drawn outside training.
     */
    private record Definition(AttentionExample example, Map<String, double[]> given, List<double[]> draws) {
        /** Whom a token hears beside itself, and the sum of the logarithms of how likely that was. */
        private record Chosen(List<Integer> others, double logLikelihood) {}

        double[] parameter(String name, int length) {
            return given.getOrDefault("blocks.edges." + name, random("blocks.edges." + name, length));
        }

        double[] map(String name, double[] x, int outputs) {
            double[] weight = parameter(name + ".weight", outputs * x.length);
            double[] bias = parameter(name + ".bias", outputs);
            return IntStream.range(0, outputs)
                    .mapToDouble(o -> bias[o] + dot(Arrays.copyOfRange(weight, o * x.length, (o + 1) * x.length), x))
                    .toArray();
        }

        private double[] token(int sample, int token) {
            int from = (sample * example.tokens() + token) * WIDTH;
            return Arrays.copyOfRange(random("x", BATCH * example.tokens() * WIDTH), from, from + WIDTH);
        }

        private int real(int sample) {
            return example.tokens() - (sample == BATCH - 1 ? example.padding() : 0);
        }

        Chosen choose(int sample, int token) {
            int tokens = example.tokens();
            double[] output = map("initial", token(sample, token), NARROW);
            Arrays.setAll(output, i -> Math.tanh(output[i]));
            double[] cell = new double[NARROW];
            List<Integer> others = new ArrayList<>();
            double[] heard = map("input", token(sample, token), NARROW);
            double logLikelihood = 0;
            for (int edge = 0; edge < ((EdgeAttention) example.attention()).edges(); edge++) {
                double[] gates = map(
                        "gates",
                        DoubleStream.concat(Arrays.stream(heard), Arrays.stream(output))
                                .toArray(),
                        4 * NARROW);
                for (int i = 0; i < NARROW; i++) {
                    cell[i] =
                            sigmoid(gates[NARROW + i]) * cell[i] + sigmoid(gates[i]) * Math.tanh(gates[2 * NARROW + i]);
                    output[i] = sigmoid(gates[3 * NARROW + i]) * Math.tanh(cell[i]);
                }
                int best = -1;
                double bestScore = 0;
                double total = 0;
                double[] logits = new double[tokens];
                for (int other = 0; other < (example.causal() ? token : real(sample)); other++) {
                    if (other != token && !others.contains(other)) {
                        logits[other] = dot(output, map("candidate", token(sample, other), NARROW)) / Math.sqrt(NARROW)
                                + dot(
                                        parameter("distance", NARROW),
                                        Sinusoids.row(
                                                (double) token - other, NARROW, Sinusoids.Arrangement.INTERLEAVED));
                        double noise =
                                draws.isEmpty() ? 0 : draws.get(edge)[(sample * tokens + token) * tokens + other];
                        if (best < 0 || logits[other] + noise > bestScore) {
                            best = other;
                            bestScore = logits[other] + noise;
                        }
                        total += Math.exp(logits[other]);
                    }
                }
                if (best < 0) {
                    break;
                }
                others.add(best);
                logLikelihood += logits[best] - Math.log(total);
                heard = map("input", token(sample, best), NARROW);
            }
            return new Chosen(others, logLikelihood);
        }

        private static double sigmoid(double x) {
            return 1 / (1 + Math.exp(-x));
        }

        /** Of each sample the mean over the edges of a row. */
        double logLikelihood(int sample) {
            double sum = IntStream.range(0, real(sample))
                    .mapToDouble(token -> choose(sample, token).logLikelihood)
                    .sum();
            return sum / example.tokens() / ((EdgeAttention) example.attention()).edges();
        }

        double[] heard() {
            int tokens = example.tokens();
            double[] heard = new double[BATCH * tokens * WIDTH];
            for (int row = 0; row < BATCH * tokens; row++) {
                List<Integer> all = new ArrayList<>(choose(row / tokens, row % tokens).others);
                all.add(row % tokens);
                for (int head = 0; head < HEADS; head++) {
                    double total = 0;
                    for (int other : all) {
                        int key = row / tokens * tokens + other;
                        double weight = Math.exp(dot(part(row, 0, head), part(key, 1, head)) / Math.sqrt(NARROW));
                        double[] value = part(key, 2, head);
                        total += weight;
                        for (int i = 0; i < NARROW; i++) {
                            heard[row * WIDTH + head * NARROW + i] += weight * value[i];
                        }
                    }
                    for (int i = 0; i < NARROW; i++) {
                        heard[row * WIDTH + head * NARROW + i] /= total;
                    }
                }
            }
            return heard;
        }

        private double[] part(int row, int which, int head) {
            int from = (row * 3 + which) * WIDTH + head * NARROW;
            return Arrays.copyOfRange(example.qkv(), from, from + NARROW);
        }
    }

    private static Definition definition(AttentionExample example, Map<String, double[]> given) {
        int edges = ((EdgeAttention) example.attention()).edges();
        List<double[]> draws = IntStream.range(0, edges)
                .mapToObj(edge -> RandomInputs.values(example.graph(), "blocks.0.attn.edges.edge." + edge))
                .toList();
        return new Definition(example, given, draws);
    }

    private static double[] real(double[] heard, AttentionExample example) {
        return Arrays.copyOf(heard, (BATCH * example.tokens() - example.padding()) * WIDTH);
    }

    @ParameterizedTest
    @CsvSource({"1, 6, false, 0", "2, 6, false, 0", "2, 7, true, 0", "3, 7, false, 2", "4, 6, true, 3"})
    void heard_anySizes_isThatOfTheEdgesOfTheDefinition(int edges, int tokens, boolean causal, int padding) {
        AttentionExample example = example(edges, tokens, causal, padding);

        assertThat(real(example.heard(Map.of()), example))
                .containsExactly(real(definition(example, Map.of()).heard(), example), within(1e-9));
        assertThat(real(example.heard(GraphSettings.Mode.INFERENCE, Map.of()), example))
                .containsExactly(real(new Definition(example, Map.of(), List.of()).heard(), example), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void heard_allEdges_isThatOfFullAttention(boolean causal) {
        AttentionExample example = example(4, 5, causal, 0);
        double[] full = example.naive(example.qkv(), (query, key) -> Math.exp(dot(query, key) / Math.sqrt(NARROW)));

        assertThat(example.heard(Map.of())).containsExactly(full, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"2, 6, false, 0", "2, 7, true, 0", "3, 7, false, 2"})
    void gradient_ofTokensAndProjections_isThatOfDifferences(int edges, int tokens, boolean causal, int padding) {
        example(edges, tokens, causal, padding).checkGradients(name -> !name.startsWith("blocks.edges"));
    }

    /** Without a loss of samples the reward is 0, and the baseline all that its choices are weighted with. */
    @ParameterizedTest
    @CsvSource({"2, 5, false, 0", "1, 6, true, 2"})
    void gradient_ofThePredictor_isThatOfTheLikelihoodTimesTheAdvantage(
            int edges, int tokens, boolean causal, int padding) {
        AttentionExample example = example(edges, tokens, causal, padding);
        double baseline = random("blocks.edges.baseline", 1)[0];

        for (String name :
                List.of("initial.weight", "input.bias", "candidate.weight", "gates.weight", "gates.bias", "distance")) {
            double[] gradient = example.gradient("blocks.edges." + name, Map.of());
            assertThat(gradient).as(name).isNotEqualTo(new double[gradient.length]);
            for (int i = 0; i < gradient.length; i += 1 + gradient.length / 7) {
                double more = likelihoods(example, name, gradient.length, i, 1e-5);
                double less = likelihoods(example, name, gradient.length, i, -1e-5);
                assertThat(gradient[i])
                        .as(name + "[" + i + "]")
                        .isCloseTo(baseline * (more - less) / 2e-5, within(1e-7));
            }
        }
        assertThat(example.gradient("blocks.edges.baseline", Map.of()))
                .containsExactly(new double[] {BATCH * baseline}, within(1e-9));
    }

    /** Of all samples, with a number of a parameter moved. */
    private static double likelihoods(AttentionExample example, String name, int length, int place, double by) {
        double[] moved = random("blocks.edges." + name, length);
        moved[place] += by;
        Map<String, double[]> given = new HashMap<>(Map.of("blocks.edges." + name, moved));
        Definition definition = definition(example, given);
        return IntStream.range(0, BATCH).mapToDouble(definition::logLikelihood).sum();
    }

    @Test
    void sizes_thatDoNotFit_sayWhichAndWhatTheyAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EdgeAttention(0))
                .withMessageContaining("edges = 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EdgeAttention(6).requireFit(6, false))
                .withMessageContaining("at most 5 others");
    }
}
