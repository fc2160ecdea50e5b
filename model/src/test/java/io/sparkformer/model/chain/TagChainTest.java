package io.sparkformer.model.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkformer.model.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TagChainTest {
    /** Scores of one text, and all paths through it. */
    private record Example(float[] transitions, float[] first, float[] last, double[] emissions, List<int[]> paths) {
        /** Small integers, of which sums are exact and often equal, or numbers of any size. */
        static Example random(int tags, int words, boolean whole, int seed) {
            Random random = new Random(seed);
            float[] numbers = new float[tags * tags + 2 * tags + words * tags];
            float spread = random.nextBoolean() ? 1 : 200;
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = whole ? random.nextInt(3) - 1 : spread * (float) random.nextGaussian();
            }
            int ends = tags * tags;
            return new Example(
                    Arrays.copyOf(numbers, ends),
                    Arrays.copyOfRange(numbers, ends, ends + tags),
                    Arrays.copyOfRange(numbers, ends + tags, ends + 2 * tags),
                    IntStream.range(ends + 2 * tags, numbers.length)
                            .mapToDouble(i -> numbers[i])
                            .toArray(),
                    paths(tags, words));
        }

        private static List<int[]> paths(int tags, int words) {
            List<int[]> paths = new ArrayList<>(List.of(new int[0]));
            for (int word = 0; word < words; word++) {
                paths = paths.stream()
                        .flatMap(path -> IntStream.range(0, tags).mapToObj(tag -> with(path, tag)))
                        .toList();
            }
            return paths;
        }

        private static int[] with(int[] path, int tag) {
            int[] longer = Arrays.copyOf(path, path.length + 1);
            longer[path.length] = tag;
            return longer;
        }

        TagChain chain() {
            return new TagChain(new ChainScores(transitions, first, last), emissions);
        }

        double score(int[] path) {
            int tags = first.length;
            double score = first[path[0]];
            score += last[path[path.length - 1]];
            for (int word = 0; word < path.length; word++) {
                score += emissions[word * tags + path[word]];
            }
            for (int word = 1; word < path.length; word++) {
                score += transitions[path[word - 1] * tags + path[word]];
            }
            return score;
        }

        /** log of the sum over the paths that are asked for. */
        double logSum(Predicate<int[]> which) {
            double largest = paths.stream().mapToDouble(this::score).max().orElseThrow();
            return largest
                    + Math.log(paths.stream()
                            .filter(which)
                            .mapToDouble(path -> Math.exp(score(path) - largest))
                            .sum());
        }
    }

    @Property(tries = 300)
    void sums_ofAnyScores_areThoseOverAllPaths(
            @ForAll @IntRange(min = 1, max = 4) int tags,
            @ForAll @IntRange(min = 1, max = 5) int words,
            @ForAll boolean whole,
            @ForAll int seed) {
        Example example = Example.random(tags, words, whole, seed);
        TagChain chain = example.chain();
        double all = example.logSum(path -> true);

        assertThat(chain.words()).isEqualTo(words);
        assertThat(chain.logPartition()).isCloseTo(all, within(1e-10 * Math.max(1, Math.abs(all))));
        example.paths.forEach(path -> assertThat(chain.score(path)).isCloseTo(example.score(path), within(1e-9)));
        for (int i = 0; i < words * tags; i++) {
            int word = i / tags;
            int tag = i % tags;
            double expected = Math.exp(example.logSum(path -> path[word] == tag) - all);
            assertThat(Math.exp(chain.logMarginal(word, tag))).isCloseTo(expected, within(1e-9));
            for (int other = 0; other < tags && word + 1 < words; other++) {
                int following = other;
                double both = Math.exp(example.logSum(path -> path[word] == tag && path[word + 1] == following) - all);
                assertThat(chain.pair(word, tag, following)).isCloseTo(both, within(1e-9));
            }
        }
    }

    @Property(tries = 300)
    void best_ofAnyScores_isTheBestOfAllPathsAndOfEqualOnesTheLowestFromTheEnd(
            @ForAll @IntRange(min = 1, max = 4) int tags,
            @ForAll @IntRange(min = 1, max = 5) int words,
            @ForAll boolean whole,
            @ForAll int seed) {
        Example example = Example.random(tags, words, whole, seed);

        int[] best = Collections.min(
                example.paths,
                Comparator.comparingDouble((int[] path) -> -example.score(path))
                        .thenComparing(TagChainTest::reversed, Arrays::compare));

        assertThat(example.chain().best()).containsExactly(best);
    }

    private static int[] reversed(int[] path) {
        return IntStream.range(0, path.length)
                .map(i -> path[path.length - 1 - i])
                .toArray();
    }

    static Stream<JsonNode> golden() {
        return Golden.read("chain.json").properties().stream().map(Map.Entry::getValue);
    }

    /** See src/test/python/chain_golden.py. */
    @ParameterizedTest
    @MethodSource("golden")
    void best_ofTheGoldenTexts_isTheirs(JsonNode golden) {
        JsonNode operands = golden.get("operands");
        float[] first = floats(operands.get("first"));
        ChainScores scores = new ChainScores(floats(operands.get("transitions")), first, floats(operands.get("last")));
        double[] emissions = Golden.tensor(operands.get("emissions"));
        double[] labels = Golden.tensor(golden.get("integers").get("labels"));
        int length = labels.length / golden.get("best").size();
        for (int sample = 0; sample < golden.get("best").size(); sample++) {
            double[] words = IntStream.range(sample * length, (sample + 1) * length)
                    .filter(place -> labels[place] >= 0)
                    .flatMap(place -> IntStream.range(place * first.length, (place + 1) * first.length))
                    .mapToDouble(i -> emissions[i])
                    .toArray();
            if (words.length > 0) {
                double[] best = Golden.numbers(golden.get("best").get(sample));
                assertThat(new TagChain(scores, words).best())
                        .containsExactly(
                                Arrays.stream(best).mapToInt(tag -> (int) tag).toArray());
            }
        }
    }

    private static float[] floats(JsonNode tensor) {
        double[] values = Golden.tensor(tensor);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Exponentials of such scores are no numbers. */
    @Test
    void sums_ofHugeScores_areFinite() {
        Example example =
                new Example(new float[] {900, -5000, 3, 900}, new float[2], new float[2], new double[2000], List.of());

        TagChain chain = example.chain();

        assertThat(chain.logPartition()).isCloseTo(999 * 900 + Math.log(2), within(1e-6));
        assertThat(chain.logMarginal(500, 1)).isCloseTo(Math.log(0.5), within(1e-6));
        assertThat(chain.best()).containsOnly(0);
    }

    @Test
    void chain_ofWrongShapes_isRefused() {
        ChainScores scores = new ChainScores(new float[4], new float[2], new float[2]);
        assertThatThrownBy(() -> new TagChain(scores, new double[0])).hasMessageContaining("0 emissions: must be 2");
        assertThatThrownBy(() -> new TagChain(scores, new double[3])).hasMessageContaining("3 emissions: must be 2");
        assertThatThrownBy(() -> new ChainScores(new float[3], new float[2], new float[2]))
                .hasMessageContaining("3 transitions, 2 first and 2 last tags");
    }
}
