package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sparkformer.data.TestFiles;
import io.sparkformer.data.order.KeyedRandom;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against trees that Python grew and evaluated by recursion, see {@code make_listops_golden.py}. */
class ListOpsTest {
    private static final List<String> SYMBOLS =
            List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "[MIN", "[MAX", "[MED", "[SM", "]");

    static Stream<JsonNode> golden() throws IOException {
        JsonNode settings = new ObjectMapper().readTree(TestFiles.read("/golden/listops.json"));
        return StreamSupport.stream(settings.spliterator(), false);
    }

    private static ListOps task(JsonNode golden) {
        return new ListOps(
                golden.get("maxDepth").asInt(),
                golden.get("maxArguments").asInt(),
                golden.get("minLength").asInt(),
                golden.get("maxLength").asInt());
    }

    private static int[] tokens(String text) {
        return Stream.of(text.split(" ", -1))
                .mapToInt(word -> SequenceTask.FIRST + SYMBOLS.indexOf(word))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void example_arenaAndSmallSettings_lengthsAreDistributedAsSimulated(JsonNode golden) {
        ListOps task = task(golden);
        int examples = golden.get("examples").asInt() / 10;
        double mean = golden.get("meanLength").asDouble();
        double deviation = golden.get("lengthDeviation").asDouble();

        double sum = 0;
        double squares = 0;
        for (int index = 0; index < examples; index++) {
            int length = task.example(1, index).tokens().length;
            assertThat(length)
                    .isGreaterThan(task.minLength())
                    .isLessThan(task.maxLength())
                    .isLessThanOrEqualTo(task.longest());
            sum += length;
            squares += (double) length * length;
        }

        Frequencies.assertWithin(sum / examples, mean, deviation * Math.sqrt(1.1 / examples));
        assertThat(Math.sqrt(squares / examples - sum / examples * sum / examples))
                .isBetween(0.96 * deviation, 1.04 * deviation);
    }

    /** Two samples of ten classes: chi-squared with 9 degrees of freedom stays below 27.9 in 999 of 1,000. */
    @ParameterizedTest
    @MethodSource("golden")
    void example_arenaAndSmallSettings_labelsAreDistributedAsSimulated(JsonNode golden) {
        double goldenExamples = golden.get("examples").asDouble();
        int examples = golden.get("examples").asInt() / 10;
        long[] labels = Frequencies.labels(task(golden), 2, examples);

        double chiSquared = 0;
        for (int label = 0; label < labels.length; label++) {
            double expected = golden.get("labels").get(label).asDouble();
            double difference = Math.sqrt(goldenExamples / examples) * labels[label]
                    - Math.sqrt(examples / goldenExamples) * expected;
            chiSquared += difference * difference / (labels[label] + expected);
        }
        assertThat(chiSquared).isLessThan(27.9);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void attempt_arenaAndSmallSettings_asManyTreesFitAsSimulated(JsonNode golden) {
        double share = golden.get("examples").asDouble() / golden.get("trees").asDouble();
        ListOps task = task(golden);
        KeyedRandom random = new KeyedRandom(3);
        int trees = 40_000;

        int fit = 0;
        for (int tree = 0; tree < trees; tree++) {
            fit += task.attempt(random) == null ? 0 : 1;
        }
        Frequencies.assertWithin((double) fit / trees, share, Math.sqrt(share * (1 - share) / trees));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void evaluate_expressionsOfPython_isTheirValue(JsonNode golden) {
        assertThat(golden.get("expressions")).isNotEmpty();
        for (JsonNode expression : golden.get("expressions")) {
            String text = expression.get("text").asText();
            assertThat(ListExpression.evaluate(tokens(text)))
                    .as(text)
                    .isEqualTo(expression.get("value").asInt());
            assertThat(ListExpression.print(tokens(text))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "[MIN 4 7 2 ], 2",
        "[MAX 2 9 [MIN 4 7 ] 0 ], 9",
        "[MED 9 1 5 ], 5",
        "[MED 1 4 ], 2",
        "[MED 8 0 3 6 ], 4",
        "[MED 9 9 0 0 1 ], 1",
        "[SM 9 9 9 ], 7",
        "[SM [SM 5 5 ] [MAX 3 [MED 2 8 ] ] [MIN 6 1 1 ] ], 6",
    })
    void evaluate_byHand_isTheValue(String text, int value) {
        assertThat(ListExpression.evaluate(tokens(text))).isEqualTo(value);
    }

    @Property(tries = 300)
    void example_anySeed_labelIsWhatTheTextSays(
            @ForAll long seed, @ForAll long index, @ForAll @IntRange(min = 3, max = 7) int depth) {
        SequenceExample example = new ListOps(depth, 6, 5, 150).example(seed, index);

        assertThat(example.label()).isEqualTo(naiveValue(ListExpression.print(example.tokens())));
        assertThat(depth(ListExpression.print(example.tokens()))).isLessThanOrEqualTo(depth);
    }

    /** Replaces an innermost list by its value until none is left. */
    private static int naiveValue(String text) {
        String rest = text;
        while (rest.contains("[")) {
            int open = rest.lastIndexOf('[');
            int close = rest.indexOf(']', open);
            String[] words = rest.substring(open + 1, close - 1).split(" ", -1);
            rest = rest.substring(0, open) + naiveValue(words) + rest.substring(close + 1);
        }
        return Integer.parseInt(rest);
    }

    private static int naiveValue(String[] words) {
        List<Integer> sorted =
                Stream.of(words).skip(1).map(Integer::valueOf).sorted().toList();
        int count = sorted.size();
        return switch (words[0]) {
            case "MIN" -> sorted.get(0);
            case "MAX" -> sorted.get(count - 1);
            case "SM" -> sorted.stream().reduce(0, Integer::sum) % 10;
            case "MED" ->
                count % 2 == 1 ? sorted.get(count / 2) : (sorted.get(count / 2 - 1) + sorted.get(count / 2)) / 2;
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    /** Levels of a tree, its digits among them; each list has from 2 to 6 arguments. */
    private static int depth(String text) {
        Deque<Integer> arguments = new ArrayDeque<>(List.of(0));
        List<Integer> depths = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            if (word.equals("]")) {
                assertThat(arguments.pop()).isBetween(2, 6);
                continue;
            }
            arguments.push(arguments.pop() + 1);
            depths.add(arguments.size());
            if (word.startsWith("[")) {
                arguments.push(0);
            }
        }
        assertThat(arguments).containsExactly(1);
        return depths.stream().reduce(0, Math::max);
    }

    @ParameterizedTest
    @ValueSource(strings = {"]", "[MIN ]", "1 2", "[MAX 1", "[MAX", "[SM 1 2 ] ]", "[SM [MIN ] 2 ]"})
    void evaluate_noExpression_isRefusedWithItsText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListExpression.evaluate(tokens(text)))
                .withMessageContaining(text)
                .withMessageContaining("lists are closed");
    }

    @Test
    void evaluate_otherTokens_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListExpression.evaluate(new int[] {SequenceTask.CLS, 5}))
                .withMessage("token 1 is none of ListOps: expressions have 2 to 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListExpression.evaluate(new int[0]))
                .withMessageContaining("not one expression");
    }

    @Test
    void example_arenaSetting_allSymbolsOccur() {
        ListOps task = new ListOps(10, 10, 500, 2000);
        int[] seen =
                Arrays.stream(task.example(1, 0).tokens()).distinct().sorted().toArray();
        assertThat(seen).hasSize(15).contains(SequenceTask.FIRST, task.vocabulary() - 1);
    }

    @Test
    void listOps_sizesThatNoTreeHas_areRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListOps(3, 2, 10, 20))
                .withMessage("listops: minLength = 10: trees of depth 3 with 2 arguments have no more than 10 tokens: "
                        + "allow deeper or wider ones");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListOps(1, 2, 0, 20))
                .withMessage("listops: maxDepth = 1: choose from 2 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListOps(5, 5, 19, 20))
                .withMessage("listops: minLength = 19: choose from 0 to 18");
    }
}
