package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * What a unigram model starts from: all characters, and the substrings of words with the largest frequency times length, as
 * SentencePiece. A substring counts only where it cannot be made longer without losing occurrences.
 *
 * <p>All suffixes of all words are sorted by their first code points; substrings are then runs of suffixes, found with a
 * stack of the open ones (Kasai et al., 2001).
 */
final class SeedPieces {
    private static final Comparator<Seed> WORST_FIRST =
            Comparator.comparingLong(Seed::score).thenComparing(Seed::text, CodePoints.ORDER.reversed());

    private final TrainingParts parts;
    private final int maxLength;
    private final int limit;
    private final PriorityQueue<Seed> best = new PriorityQueue<>(WORST_FIRST);

    /**
     * A substring.
     *
     * @param text itself
     * @param frequency how often it was seen
     * @param score what it is ranked by
     */
    record Seed(String text, long frequency, long score) {}

    /** A run of suffixes, from {@code first} on, that share {@code length} code points and were seen {@code frequency} times. */
    private static final class Open {
        private final int length;
        private long frequency;

        Open(int length, long frequency) {
            this.length = length;
            this.frequency = frequency;
        }
    }

    private SeedPieces(TrainingParts parts, int maxLength, int limit) {
        this.parts = parts;
        this.maxLength = maxLength;
        this.limit = limit;
    }

    /**
     * The best substrings of two code points or more.
     *
     * @param parts of words
     * @param maxLength code points at most
     * @param limit how many
     * @return in the order of their code points
     */
    static List<Seed> of(TrainingParts parts, int maxLength, int limit) {
        SeedPieces seeds = new SeedPieces(parts, maxLength, limit);
        seeds.collect();
        List<Seed> found = new ArrayList<>(seeds.best);
        found.sort(Comparator.comparing(Seed::text, CodePoints.ORDER));
        return found;
    }

    private void collect() {
        SuffixOrder suffixes = SuffixOrder.of(parts, maxLength);
        List<Open> stack = new ArrayList<>();
        for (int i = 0; i < suffixes.size(); i++) {
            int shared = i == 0 ? 0 : suffixes.sharedWithPrevious(i);
            long below = close(stack, shared, i == 0 ? 0 : suffixes.position(i - 1));
            if (shared > 0 && (stack.isEmpty() || last(stack).length < shared)) {
                stack.add(new Open(shared, below));
            } else if (shared > 0) {
                last(stack).frequency += below;
            }
            int length = suffixes.length(i);
            if (length > shared || stack.isEmpty()) {
                stack.add(new Open(length, suffixes.count(i)));
            } else {
                last(stack).frequency += suffixes.count(i);
            }
        }
        close(stack, 0, suffixes.size() == 0 ? 0 : suffixes.position(suffixes.size() - 1));
    }

    private static Open last(List<Open> stack) {
        return stack.get(stack.size() - 1);
    }

    /** Ends all runs that share more than {@code length}; returns what the last of them adds to the run around it. */
    private long close(List<Open> stack, int length, int position) {
        long below = 0;
        while (!stack.isEmpty() && last(stack).length > length) {
            Open run = stack.remove(stack.size() - 1);
            run.frequency += below;
            offer(run, position);
            below = run.frequency;
        }
        return below;
    }

    private void offer(Open run, int position) {
        long score = run.frequency * run.length;
        boolean better = best.size() < limit
                || score >= Objects.requireNonNull(best.peek()).score();
        if (run.length < 2 || run.frequency < 2 || !better) {
            return;
        }
        best.add(new Seed(new String(parts.codePoints(), position, run.length), run.frequency, score));
        if (best.size() > limit) {
            best.remove();
        }
    }
}
