package io.sparkformer.model.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.model.attention.RelativeAttention.Form;
import io.sparkformer.model.language.EmbeddingConfig.Positions;
import io.sparkformer.model.pattern.RandomKeys;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What papers say that their layers can do and plain ones cannot, in small: rows of 16 digits, and of 32, which none was trained on. */
class AttentionStoriesTest {
    private static final int LENGTH = 16;
    private static final int LONGER = 2 * LENGTH;

    private static int[] sorted(int[] digits) {
        return Arrays.stream(digits).sorted().toArray();
    }

    /** The larger one of the digit before and the second one behind: near, and not the same in both directions. */
    private static int[] neighbours(int[] digits) {
        return IntStream.range(0, digits.length)
                .map(i -> Math.max(at(digits, i - 1), at(digits, i + 2)))
                .toArray();
    }

    private static int at(int[] digits, int place) {
        return place < 0 || place >= digits.length ? 0 : digits[place];
    }

    private static TokenTraining of(Layering layering, Positions positions, int depth, UnaryOperator<int[]> answer) {
        return new TokenTraining(layering, positions, LONGER, depth, UnaryOperator.identity(), answer);
    }

    /** Draguns et al. 2021: what was learned on short rows is an algorithm, which holds for longer ones. */
    @Test
    void sorting_shuffleExchange_holdsForLongerRows() throws Exception {
        TokenTraining network = of(Layering.of(new ShuffleExchange()), Positions.NONE, 1, AttentionStoriesTest::sorted);
        TokenTraining plain = of(Layering.PLAIN, Positions.SINUSOIDAL, 2, AttentionStoriesTest::sorted);
        float[] sorts = network.train(LENGTH, 600, 6e-3);
        float[] attends = plain.train(LENGTH, 600, 6e-3);

        assertThat(network.accuracy(LENGTH, sorts)).isGreaterThan(0.85);
        assertThat(network.accuracy(LONGER, sorts)).isGreaterThan(0.65);
        assertThat(plain.accuracy(LENGTH, attends)).isGreaterThan(0.6);
        assertThat(plain.accuracy(LONGER, attends)).isLessThan(0.3);
    }

    /** Yan et al. 2019: tags depend on what stands near, on which side, and hardly on the place in a sentence. */
    @Test
    void tagging_tener_learnsDirectionAndDistanceSoonerThanAPlainEncoder() throws Exception {
        TokenTraining tener =
                of(Layering.of(new RelativeAttention(Form.TENER)), Positions.NONE, 2, AttentionStoriesTest::neighbours);
        TokenTraining plain = of(Layering.PLAIN, Positions.SINUSOIDAL, 2, AttentionStoriesTest::neighbours);
        float[] relative = tener.train(LENGTH, 300, 3e-3);
        float[] absolute = plain.train(LENGTH, 300, 3e-3);

        assertThat(tener.accuracy(LENGTH, relative)).isGreaterThan(0.75);
        assertThat(tener.accuracy(LONGER, relative)).isGreaterThan(0.75);
        assertThat(plain.accuracy(LENGTH, absolute)).isLessThan(0.65);
        assertThat(plain.accuracy(LONGER, absolute)).isLessThan(0.5);
    }

    /** Dai et al. 2019: distances are known at any length, learned places only as far as rows went. */
    @Test
    void tagging_transformerXl_holdsForLongerRows() throws Exception {
        TokenTraining relative = of(
                Layering.of(new RelativeAttention(Form.TRANSFORMER_XL)),
                Positions.NONE,
                2,
                AttentionStoriesTest::neighbours);
        TokenTraining learned = of(Layering.PLAIN, Positions.LEARNED, 2, AttentionStoriesTest::neighbours);
        float[] distances = relative.train(LENGTH, 300, 3e-3);
        float[] places = learned.train(LENGTH, 300, 3e-3);

        assertThat(relative.accuracy(LENGTH, distances)).isGreaterThan(0.9);
        assertThat(relative.accuracy(LONGER, distances)).isGreaterThan(0.75);
        assertThat(learned.accuracy(LENGTH, places)).isGreaterThan(0.9);
        assertThat(learned.accuracy(LONGER, places)).isLessThan(0.7);
    }

    /** The first half of a row, and zeros. */
    private static int[] halved(int[] digits) {
        int[] half = digits.clone();
        Arrays.fill(half, half.length / 2, half.length, 0);
        return half;
    }

    /** Zeros, and the first half. */
    private static int[] duplicated(int[] digits) {
        int[] other = new int[digits.length];
        System.arraycopy(digits, 0, other, other.length / 2, other.length / 2);
        return other;
    }

    private static TokenTraining duplication(int rounds) {
        return new TokenTraining(
                Layering.of(new LshAttention(LONGER / 4, rounds, 1)),
                Positions.LEARNED,
                LONGER,
                1,
                AttentionStoriesTest::halved,
                AttentionStoriesTest::duplicated);
    }

    /** Of the half that is not zeros anyway. */
    private static double duplicated(int rounds, float[] parameters) {
        return 2 * duplication(rounds).accuracy(LONGER, parameters) - 1;
    }

    /** Kitaev et al. 2020, section 5 and table 2: what was learned with some rounds is found better with more, and worse with fewer. */
    @Test
    @Tag("slow")
    void duplication_reformer_findsMoreInMoreRounds() throws Exception {
        float[] parameters = duplication(4).train(LONGER, 600, 3e-3);

        assertThat(duplicated(1, parameters)).isLessThan(0.6);
        assertThat(duplicated(2, parameters)).isGreaterThan(duplicated(1, parameters) + 0.1);
        assertThat(duplicated(4, parameters)).isGreaterThan(duplicated(2, parameters));
        assertThat(duplicated(8, parameters)).isGreaterThan(0.75);
    }

    /** Where answers begin, and that they are asked for. */
    private static final int ASKED = LENGTH;

    private static final int MARK = 9;

    /** How many symbols a row's text has. */
    private static int symbols(int[] digits, int fewest, int most) {
        return fewest + (10 * digits[LONGER - 2] + digits[LONGER - 1]) % (most - fewest + 1);
    }

    private static int[] text(int[] digits, int fewest, int most) {
        int[] row = new int[digits.length];
        for (int i = 0; i < symbols(digits, fewest, most); i++) {
            row[i] = 1 + digits[i] % 5;
            row[ASKED + i] = MARK;
        }
        return row;
    }

    /** The text, so many places behind itself. */
    private static int[] repeated(int[] digits, int fewest, int most) {
        int[] answer = new int[digits.length];
        System.arraycopy(text(digits, fewest, most), 0, answer, ASKED, symbols(digits, fewest, most));
        return answer;
    }

    /** One layer of up to four steps, that repeats texts of so many symbols. */
    private static TokenTraining repeating(int fewest, int most) {
        return new TokenTraining(
                Layering.PLAIN.sharing(true).by(new Universal(Optional.of(new Universal.Halting(0.01, 0.01)))),
                Positions.NONE,
                LONGER,
                4,
                digits -> text(digits, fewest, most),
                digits -> repeated(digits, fewest, most));
    }

    /**
     * Dehghani et al. 2019, section 3.2, in small: much of what was learned of texts of up to 8 symbols holds for those of 9 to 15, none of which was
     * trained on; guessing has 20 per cent of either.
     */
    @Test
    @Tag("slow")
    void repeating_universalWithHalting_holdsForLongerTexts() throws Exception {
        float[] parameters = repeating(2, 8).train(LONGER, 3000, 3e-3);

        assertThat(repeating(2, 8).accuracy(LONGER, parameters, symbol -> symbol > 0))
                .isGreaterThan(0.95);
        assertThat(repeating(9, 15).accuracy(LONGER, parameters, symbol -> symbol > 0))
                .isGreaterThan(0.5);
    }

    private static final int BACK = 12;

    /** The digit so many places before, and zeros where there is none. */
    private static int[] earlier(int[] digits) {
        int[] answer = new int[digits.length];
        System.arraycopy(digits, 0, answer, BACK, digits.length - BACK);
        return answer;
    }

    /** Segments of 8 digits. */
    private static TokenTraining remembering(int memory) {
        Attention attention = new RelativeAttention(Form.TRANSFORMER_XL, Optional.of(new Segments(8, memory)));
        return of(Layering.of(attention), Positions.NONE, 2, AttentionStoriesTest::earlier);
    }

    /** Of the places that have such a digit. */
    private static double remembered(int memory, float[] parameters) {
        double zeros = (double) BACK / LONGER;
        return (remembering(memory).accuracy(LONGER, parameters) - zeros) / (1 - zeros);
    }

    /**
     * Dai et al. 2019, sections 3.2 and 4.3: segments by themselves know nothing of what was before them; memories reach beyond their length through layers, and farther
     * where a model is used with longer ones.
     */
    @Test
    @Tag("slow")
    void recalling_segmentsWithMemory_hearWhatSegmentsAloneDoNot() throws Exception {
        float[] alone = remembering(0).train(LONGER, 300, 3e-3);
        float[] connected = remembering(8).train(LONGER, 300, 3e-3);

        assertThat(remembered(0, alone)).isLessThan(0.15);
        assertThat(remembered(8, connected)).isGreaterThan(0.25);
        assertThat(remembered(16, connected)).isGreaterThan(remembered(8, connected) + 0.1);
    }

    private static int place(int[] digits) {
        return (10 * digits[0] + digits[1]) % digits.length;
    }

    /** Digits from 0 to 4, but for one that is marked: 5 larger. */
    private static int[] marked(int[] digits) {
        int[] row = Arrays.stream(digits).map(digit -> digit % 5).toArray();
        row[place(digits)] += 5;
        return row;
    }

    /** Everywhere the digit that is marked. */
    private static int[] copied(int[] digits) {
        int[] answer = new int[digits.length];
        Arrays.fill(answer, digits[place(digits)] % 5);
        return answer;
    }

    private static double copies(Attention attention) throws Exception {
        TokenTraining training = new TokenTraining(
                Layering.of(attention),
                Positions.LEARNED,
                LENGTH,
                1,
                AttentionStoriesTest::marked,
                AttentionStoriesTest::copied);
        return training.accuracy(LENGTH, training.train(LENGTH, 300, 3e-3));
    }

    /** Li et al. 2020: with one edge a token must find the one that matters, and has no gradient that says which; an edge at random hardly ever leads there. */
    @Test
    void copying_byOneEdge_findsTheMarkedDigit() throws Exception {
        assertThat(copies(new EdgeAttention(1))).isGreaterThan(0.9);
        assertThat(copies(new ExactAttention(new RandomKeys(1, 1)))).isLessThan(0.6);
    }
}
