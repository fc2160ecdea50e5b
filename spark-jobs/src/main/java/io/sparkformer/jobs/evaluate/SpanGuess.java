package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.runtime.Probabilities;
import io.sparkformer.model.layer.Objective;

/**
 * The answer that a model finds: of all first and last tokens in their order those whose logits add up to most (Devlin et al. 2019,
 * section 4.2), the first of equals. They lie in the text that may hold the answer: behind the last special token in the record, its
 * end aside. Where the record begins with a special token, that one stands for no answer, which an answer has to exceed.
 *
 * @param span its tokens
 * @param probability of its first token times that of its last
 */
record SpanGuess(Span span, float probability) {
    /**
     * Finds it.
     *
     * @param logits of each of T tokens to be the first, then to be the last; [2, T]
     */
    static SpanGuess of(TextRecord text, float[] logits) {
        int length = logits.length / 2;
        Span best = Span.NONE;
        double most = mayHaveNoAnswer(text) ? (double) logits[0] + logits[length] : Double.NEGATIVE_INFINITY;
        int end = endOfText(text);
        int first = beginOfText(text, end);
        for (int last = first; last < end; last++) {
            first = logits[last] > logits[first] ? last : first;
            double sum = (double) logits[first] + logits[length + last];
            if (sum > most) {
                most = sum;
                best = new Span(first, last);
            }
        }
        float probability = new Probabilities(Objective.SOFTMAX, logits, 0, length).of(best.first())
                * new Probabilities(Objective.SOFTMAX, logits, length, length).of(best.last());
        return new SpanGuess(best, probability);
    }

    /** Whether the place 0 stands for no answer. */
    static boolean mayHaveNoAnswer(TextRecord text) {
        return text.has(0, TokenFlags.SPECIAL);
    }

    private static int endOfText(TextRecord text) {
        int end = text.count();
        while (end > 0 && text.has(end - 1, TokenFlags.SPECIAL)) {
            end--;
        }
        return end;
    }

    private static int beginOfText(TextRecord text, int end) {
        int begin = end;
        while (begin > 0 && !text.has(begin - 1, TokenFlags.SPECIAL)) {
            begin--;
        }
        return begin;
    }
}
