package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Span;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How answers were found, in the manner of SQuAD (Rajpurkar et al. 2016, section 6.1; 2018 for texts without an answer), but over the
 * tokenizer's tokens: no articles and no punctuation are left out, and there is one true answer.
 *
 * @param answered texts that have an answer
 * @param unanswered texts that have none
 * @param losses of all
 */
record SpanCounts(Scores answered, Scores unanswered, ExactSum losses) implements Counted<SpanCounts> {
    private static final long serialVersionUID = 1;

    /** None. */
    static final SpanCounts ZERO = new SpanCounts(Scores.ZERO, Scores.ZERO, ExactSum.ZERO);

    /**
     * Texts.
     *
     * @param texts how many
     * @param exact those whose answer has the true one's tokens, wherever it stands
     * @param f1 the sum of the answers' F1
     */
    record Scores(long texts, long exact, ExactSum f1) implements Counted<Scores> {
        private static final long serialVersionUID = 1;
        private static final Scores ZERO = new Scores(0, 0, ExactSum.ZERO);

        @Override
        public Scores plus(Scores other) {
            return new Scores(texts + other.texts, exact + other.exact, f1.plus(other.f1));
        }

        /** For the summary; 0 where there are no texts. */
        Means means() {
            return texts == 0 ? new Means(0, 0, 0) : new Means(texts, (double) exact / texts, f1.mean(texts));
        }
    }

    /**
     * Texts, in the summary.
     *
     * @param texts how many
     * @param exactMatch share of them whose answer has the true one's tokens
     * @param f1 mean over them
     */
    record Means(long texts, double exactMatch, double f1) {}

    /** Of one text. */
    static SpanCounts of(TextRecord text, Span guess, float loss) {
        boolean none = isNone(text, text.span());
        int[] truth = tokens(text, text.span());
        int[] guessed = tokens(text, guess);
        Scores scores = new Scores(1, Arrays.equals(truth, guessed) ? 1 : 0, ExactSum.ZERO.plus(f1(truth, guessed)));
        return new SpanCounts(none ? Scores.ZERO : scores, none ? scores : Scores.ZERO, ExactSum.ZERO.plus(loss));
    }

    static boolean isNone(TextRecord text, Span span) {
        return span.equals(Span.NONE) && SpanGuess.mayHaveNoAnswer(text);
    }

    /** The tokens of an answer; nothing where there is none. */
    static int[] tokens(TextRecord text, Span span) {
        return isNone(text, span) ? new int[0] : Arrays.copyOfRange(text.ids(), span.first(), span.last() + 1);
    }

    /** The harmonic mean of the shares of tokens that both have, each as often as both have it; no answer equals no answer. */
    static double f1(int[] truth, int[] guess) {
        if (truth.length == 0 || guess.length == 0) {
            return truth.length == guess.length ? 1 : 0;
        }
        Map<Integer, Integer> left = new HashMap<>();
        for (int token : truth) {
            left.merge(token, 1, Integer::sum);
        }
        int common = 0;
        for (int token : guess) {
            common += left.merge(token, -1, Integer::sum) >= 0 ? 1 : 0;
        }
        return 2.0 * common / (truth.length + guess.length);
    }

    @Override
    public SpanCounts plus(SpanCounts other) {
        return new SpanCounts(
                answered.plus(other.answered), unanswered.plus(other.unanswered), losses.plus(other.losses));
    }
}
