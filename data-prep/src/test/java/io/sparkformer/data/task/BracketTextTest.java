package io.sparkformer.data.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sparkformer.data.order.KeyedRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BracketTextTest {
    private static final String OPENING = "([{<";
    private static final String CLOSING = ")]}>";

    static String text(int[] tokens) {
        StringBuilder text = new StringBuilder();
        Arrays.stream(tokens).forEach(token -> text.append((char) (token - SequenceTask.FIRST)));
        return text.toString();
    }

    /** What brackets a stack finds. */
    private record Nesting(boolean balanced, int depth, boolean emptyPairsFit, int farthestMisfit) {
        static Nesting of(String text) {
            Deque<Integer> open = new ArrayDeque<>();
            boolean innermostFit = true;
            int farthestMisfit = 0;
            int depth = 0;
            int before = -1;
            for (int place = 0; place < text.length(); place++) {
                int kind = CLOSING.indexOf(text.charAt(place));
                if (OPENING.indexOf(text.charAt(place)) >= 0) {
                    open.push(place);
                    depth = Math.max(depth, open.size());
                } else if (kind < 0) {
                    continue;
                } else if (open.isEmpty()) {
                    return new Nesting(false, depth, false, 0);
                } else {
                    int opened = open.pop();
                    boolean fits = OPENING.charAt(kind) == text.charAt(opened);
                    innermostFit &= fits || before != opened;
                    farthestMisfit = Math.max(farthestMisfit, fits ? 0 : place - opened);
                }
                before = place;
            }
            return new Nesting(open.isEmpty() && farthestMisfit == 0, depth, innermostFit, farthestMisfit);
        }
    }

    @Property(tries = 300)
    void example_anySeed_labelIsWhatAStackFinds(
            @ForAll long seed, @ForAll long index, @ForAll @IntRange(min = 128, max = 2000) int length) {
        SequenceExample example = new BracketText(length).example(seed, index);
        String text = text(example.tokens());
        Nesting nesting = Nesting.of(text);

        assertThat(nesting.balanced()).as(text).isEqualTo(example.label() == 1);
        assertThat(nesting.depth()).isBetween(1, Brackets.DEEPEST);
        assertThat(nesting.emptyPairsFit()).as(text).isTrue();
        assertThat(text).hasSize(length).matches("[a-z ()\\[\\]{}<>]*");
        assertThat(text.chars().filter(c -> (OPENING + CLOSING).indexOf(c) >= 0).count())
                .isEqualTo(length / 16 * 2L);
    }

    /** So no count of bytes, and no count of openings before a place, tells the classes apart. */
    @Property(tries = 300)
    void example_bothLabelsOfAKey_differByTwoClosingBrackets(
            @ForAll long key, @ForAll @IntRange(min = 128, max = 2000) int length) {
        BracketText task = new BracketText(length);
        String balanced = text(task.example(new KeyedRandom(key), 1).tokens());
        String exchanged = text(task.example(new KeyedRandom(key), 0).tokens());

        int[] changed = IntStream.range(0, length)
                .filter(place -> balanced.charAt(place) != exchanged.charAt(place))
                .toArray();
        assertThat(changed).hasSize(2);
        assertThat(CLOSING).contains(balanced.substring(changed[0], changed[0] + 1));
        assertThat(balanced.charAt(changed[0])).isEqualTo(exchanged.charAt(changed[1]));
        assertThat(balanced.charAt(changed[1])).isEqualTo(exchanged.charAt(changed[0]));
    }

    @Test
    void example_many_labelsAreEven() {
        Frequencies.assertEven(Frequencies.labels(new BracketText(256), 1, 4000));
    }

    @Test
    void example_unbalanced_theBracketThatDoesNotFitLiesFarFromItsPartner() {
        BracketText task = new BracketText(1024);
        double mean = IntStream.range(0, 500)
                .mapToObj(index -> text(task.example(new KeyedRandom(index), 0).tokens()))
                .mapToInt(text -> Nesting.of(text).farthestMisfit())
                .average()
                .orElseThrow();
        assertThat(mean).isGreaterThan(100);
    }

    @Test
    void bracketText_tooShort_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BracketText(127))
                .withMessage("text: length = 127: choose from 128 to 1048576");
    }
}
