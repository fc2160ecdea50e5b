package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.order.KeyedRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetrievalTest {
    private static String first(int[] tokens) {
        return BracketTextTest.text(Arrays.copyOf(tokens, tokens.length / 2));
    }

    private static String second(int[] tokens) {
        return BracketTextTest.text(Arrays.copyOfRange(tokens, tokens.length / 2 + 1, tokens.length));
    }

    /** Runs of six bytes with digits in them. */
    private static Set<String> codes(String text) {
        return IntStream.rangeClosed(0, text.length() - Retrieval.CODE)
                .mapToObj(at -> text.substring(at, at + Retrieval.CODE))
                .filter(run -> run.matches("[0-9]+"))
                .collect(Collectors.toSet());
    }

    @Property(tries = 200)
    void example_anySeed_labelIsWhetherARunOfDigitsIsShared(
            @ForAll long seed, @ForAll long index, @ForAll @IntRange(min = 16, max = 1500) int length) {
        Retrieval task = new Retrieval(length);
        SequenceExample example = task.example(seed, index);
        int[] tokens = example.tokens();
        Set<String> ofFirst = codes(first(tokens));
        Set<String> ofSecond = codes(second(tokens));

        assertThat(tokens).hasSize(task.longest()).hasSize(2 * length + 1);
        assertThat(tokens[length]).isEqualTo(Retrieval.SEPARATOR);
        assertThat(Arrays.stream(tokens).filter(token -> token == Retrieval.SEPARATOR))
                .hasSize(1);
        assertThat(ofFirst).hasSize(1);
        assertThat(ofSecond).hasSize(1);
        assertThat(ofFirst.equals(ofSecond)).isEqualTo(example.label() == 1);
        assertThat(first(tokens).replaceAll("[0-9]", "")).hasSize(length - Retrieval.CODE);
        assertThat(second(tokens).replaceAll("[0-9]", "")).hasSize(length - Retrieval.CODE);
    }

    /** So neither one text nor any count of bytes tells the classes apart. */
    @Property(tries = 200)
    void example_bothLabelsOfAKey_differByTheOrderOfSixDigits(
            @ForAll long key, @ForAll @IntRange(min = 16, max = 500) int length) {
        Retrieval task = new Retrieval(length);
        int[] shared = task.example(new KeyedRandom(key), 1).tokens();
        int[] different = task.example(new KeyedRandom(key), 0).tokens();

        assertThat(first(shared)).isEqualTo(first(different));
        assertThat(second(shared)).isNotEqualTo(second(different));
        assertThat(second(shared).replaceAll("[0-9]", "#"))
                .isEqualTo(second(different).replaceAll("[0-9]", "#"));
        assertThat(Arrays.stream(shared).sorted())
                .containsExactly(Arrays.stream(different).sorted().boxed().toArray(Integer[]::new));
    }

    @Test
    void example_many_labelsDigitsAndPlacesAreEven() {
        Retrieval task = new Retrieval(25);
        long[] digits = new long[10];
        long[] places = new long[20];
        for (int index = 0; index < 4000; index++) {
            String text = second(task.example(1, index).tokens());
            String code = codes(text).iterator().next();
            digits[code.charAt(index % Retrieval.CODE) - '0']++;
            places[text.indexOf(code)]++;
        }
        Frequencies.assertEven(Frequencies.labels(task, 1, 4000));
        Frequencies.assertEven(digits);
        Frequencies.assertEven(places);
    }

    @Test
    void retrieval_tooShort_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retrieval(15))
                .withMessage("retrieval: length = 15: choose from 16 to 1048576");
    }
}
