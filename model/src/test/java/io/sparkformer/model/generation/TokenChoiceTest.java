package io.sparkformer.model.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenChoiceTest {
    private static final int DRAWS = 20_000;

    static Stream<JsonNode> cases() {
        List<JsonNode> cases = new ArrayList<>();
        Golden.read("generation_choice.json").get("cases").forEach(cases::add);
        return cases.stream();
    }

    /** Evenly spread random numbers meet a token as often as its share of [0, 1) is wide, but for the two at its borders. */
    @ParameterizedTest
    @MethodSource("cases")
    void choose_ofEvenlySpreadNumbers_hasTheLibrarysProbabilities(JsonNode golden) {
        double[] logits = Golden.numbers(Golden.read("generation_choice.json").get("logits"));
        double temperature = golden.get("temperature").doubleValue();
        Decoding how = golden.has("k")
                ? new Decoding.TopK(golden.get("k").intValue(), temperature)
                : new Decoding.Nucleus(golden.get("p").doubleValue(), temperature);
        int[] counts = new int[logits.length];
        TokenChoice choice = new TokenChoice(logits.length);
        for (int draw = 0; draw < DRAWS; draw++) {
            counts[choice.choose(how, floats(logits), 0, (draw + 0.5) / DRAWS)]++;
        }

        double[] expected = Golden.numbers(golden.get("probabilities"));
        for (int token = 0; token < expected.length; token++) {
            assertThat(counts[token] / (double) DRAWS).isCloseTo(expected[token], within(1.01 / DRAWS));
            assertThat(counts[token] == 0).isEqualTo(expected[token] < 0.5 / DRAWS);
        }
    }

    @Property(tries = 500)
    void choose_amongTheLikeliest_choosesAsTheNaiveTwin(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int vocabulary,
            @ForAll @IntRange(min = 1, max = 70) int k) {
        Random random = new Random(seed);
        double temperature = 0.1 + 4 * random.nextDouble();
        double uniform = random.nextDouble();
        float[] logits = logits(random, vocabulary);
        List<Integer> order = ranked(logits).subList(0, Math.min(k, vocabulary));

        assertThat(new TokenChoice(vocabulary).choose(new Decoding.TopK(k, temperature), logits, 3, uniform))
                .isEqualTo(drawn(order, logits, temperature, uniform));
    }

    @Property(tries = 500)
    void choose_fromTheNucleus_choosesAsTheNaiveTwin(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int vocabulary) {
        Random random = new Random(seed);
        double p = 1 - random.nextDouble();
        double temperature = 0.1 + 4 * random.nextDouble();
        double uniform = random.nextDouble();
        float[] logits = logits(random, vocabulary);
        List<Integer> order = ranked(logits);
        double all = order.stream()
                .mapToDouble(token -> weight(logits, token, temperature))
                .sum();
        int count = 1;
        while (count < order.size()
                && order.subList(0, count).stream()
                                .mapToDouble(token -> weight(logits, token, temperature))
                                .sum()
                        < p * all) {
            count++;
        }

        assertThat(new TokenChoice(vocabulary).choose(new Decoding.Nucleus(p, temperature), logits, 3, uniform))
                .isEqualTo(drawn(order.subList(0, count), logits, temperature, uniform));
    }

    @Property(tries = 200)
    void choose_greedily_takesTheLowestOfTheLikeliest(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int vocabulary) {
        float[] logits = logits(new Random(seed), vocabulary);

        assertThat(new TokenChoice(vocabulary).choose(new Decoding.Greedy(), logits, 3, 0.5))
                .isEqualTo(ranked(logits).get(0));
    }

    @Test
    void choose_ofLogitsThatAreNotFinite_isRefused() {
        float[] logits = {1, Float.NaN, 3};

        assertThatThrownBy(() -> new TokenChoice(3).choose(new Decoding.Greedy(), logits, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the logit of token 1 is NaN");
    }

    @Test
    void decoding_ofValuesOutsideTheirRanges_isRefused() {
        assertThatThrownBy(() -> new Decoding.TopK(0, 1)).hasMessageContaining("k = 0");
        assertThatThrownBy(() -> new Decoding.TopK(1, 0)).hasMessageContaining("temperature = 0.0");
        assertThatThrownBy(() -> new Decoding.Nucleus(1.1, 1)).hasMessageContaining("p = 1.1");
        assertThatThrownBy(() -> new Decoding.Nucleus(Double.NaN, 1)).hasMessageContaining("p = NaN");
    }

    /** Of the vocabulary behind three others, with many that are equal, zeros of both signs among them. */
    private static float[] logits(Random random, int vocabulary) {
        float[] logits = new float[vocabulary + 3];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextInt(3) == 0 ? -0f * random.nextInt(2) : (random.nextInt(21) - 10) / 2f;
        }
        return logits;
    }

    private static List<Integer> ranked(float[] logits) {
        return IntStream.range(0, logits.length - 3)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(token -> -logits[token + 3] + 0.0)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int drawn(List<Integer> tokens, float[] logits, double temperature, double uniform) {
        double sum = tokens.stream()
                .mapToDouble(token -> weight(logits, token, temperature))
                .sum();
        double below = 0;
        for (int token : tokens) {
            below += weight(logits, token, temperature) / sum;
            if (uniform < below) {
                return token;
            }
        }
        return tokens.get(tokens.size() - 1);
    }

    private static double weight(float[] logits, int token, double temperature) {
        return Math.exp(logits[token + 3] / temperature);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
