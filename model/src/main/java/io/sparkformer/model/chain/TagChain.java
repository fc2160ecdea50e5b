package io.sparkformer.model.chain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A linear-chain conditional random field over one text's words (Lafferty et al. 2001, equation 1, in the form of Lample et al. 2016,
 * section 2.2): tags y_1 ... y_n score first(y_1) + sum_t emission_t(y_t) + sum_t transition(y_t-1, y_t) + last(y_n), and are as
 * likely as the exponential of that.
 *
 * <p>All sums over the tags^n paths go from word to word, forwards and backwards, by logarithms in double precision, so that no score
 * is too large or too small. StrictMath gives the same bits everywhere.
 */
public final class TagChain {
    private final ChainScores scores;
    private final int tags;
    private final int words;
    /** [words, tags]. */
    private final double[] emissions;
    /** [words, tags]: log of the sum over all paths to a word's tag, its own emission included. */
    private final double[] forward;

    private final double[] terms;
    private final double logPartition;
    /** [words, tags]: log of the sum over all that may follow a word's tag; null until somebody asks. */
    private double @Nullable [] backward;

    /**
     * Of at least one word.
     *
     * @param emissions [words, tags], row by row
     */
    public TagChain(ChainScores scores, double[] emissions) {
        this.scores = scores;
        this.tags = scores.tags();
        this.words = emissions.length / tags;
        if (words == 0 || emissions.length % tags != 0) {
            throw new IllegalArgumentException(
                    emissions.length + " emissions: must be " + tags + " for each of at least one word");
        }
        this.emissions = emissions;
        this.forward = new double[emissions.length];
        this.terms = new double[tags];
        this.logPartition = goForward();
    }

    private double goForward() {
        for (int tag = 0; tag < tags; tag++) {
            forward[tag] = scores.first(tag) + emissions[tag];
        }
        for (int word = 1; word < words; word++) {
            for (int tag = 0; tag < tags; tag++) {
                for (int before = 0; before < tags; before++) {
                    terms[before] = forward[(word - 1) * tags + before] + scores.transition(before, tag);
                }
                forward[word * tags + tag] = emissions[word * tags + tag] + logSumExp(terms);
            }
        }
        for (int tag = 0; tag < tags; tag++) {
            terms[tag] = forward[(words - 1) * tags + tag] + scores.last(tag);
        }
        return logSumExp(terms);
    }

    private double[] backward() {
        double[] known = backward;
        if (known == null) {
            known = goBackward();
            backward = known;
        }
        return known;
    }

    private double[] goBackward() {
        double[] sums = new double[emissions.length];
        for (int tag = 0; tag < tags; tag++) {
            sums[(words - 1) * tags + tag] = scores.last(tag);
        }
        for (int word = words - 2; word >= 0; word--) {
            int next = (word + 1) * tags;
            for (int tag = 0; tag < tags; tag++) {
                for (int after = 0; after < tags; after++) {
                    terms[after] = scores.transition(tag, after) + emissions[next + after] + sums[next + after];
                }
                sums[word * tags + tag] = logSumExp(terms);
            }
        }
        return sums;
    }

    private static double logSumExp(double[] terms) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double term : terms) {
            largest = Math.max(largest, term);
        }
        double sum = 0;
        for (double term : terms) {
            sum += StrictMath.exp(term - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** How many words there are. */
    public int words() {
        return words;
    }

    /** log of the sum over all paths of the exponential of their score. */
    public double logPartition() {
        return logPartition;
    }

    /** What a path scores: of each word its tag. */
    public double score(int[] path) {
        double score = scores.first(path[0]) + scores.last(path[words - 1]);
        for (int word = 0; word < words; word++) {
            score += emissions[word * tags + path[word]];
            score += word == 0 ? 0 : scores.transition(path[word - 1], path[word]);
        }
        return score;
    }

    /** log of the probability that a word has a tag, whatever the others have. */
    public double logMarginal(int word, int tag) {
        return forward[word * tags + tag] + backward()[word * tags + tag] - logPartition;
    }

    /** Probability that a word has a tag, and the next one another. */
    public double pair(int word, int tag, int following) {
        int next = (word + 1) * tags + following;
        double score =
                forward[word * tags + tag] + scores.transition(tag, following) + emissions[next] + backward()[next];
        return StrictMath.exp(score - logPartition);
    }

    /**
     * The path of the highest score (Viterbi 1967). Of several it is the one that, at the last word where they differ, has the lower tag.
     */
    public int[] best() {
        double[] heights = Arrays.copyOf(emissions, tags);
        for (int tag = 0; tag < tags; tag++) {
            heights[tag] += scores.first(tag);
        }
        int[] origins = new int[words * tags];
        for (int word = 1; word < words; word++) {
            heights = climb(word, heights, origins);
        }
        for (int tag = 0; tag < tags; tag++) {
            heights[tag] += scores.last(tag);
        }
        int[] path = new int[words];
        path[words - 1] = highest(heights);
        for (int word = words - 1; word > 0; word--) {
            path[word - 1] = origins[word * tags + path[word]];
        }
        return path;
    }

    /** From the best scores up to each tag of the word before, to those up to each of this one's, and where they come from. */
    private double[] climb(int word, double[] heights, int[] origins) {
        double[] higher = new double[tags];
        for (int tag = 0; tag < tags; tag++) {
            for (int before = 0; before < tags; before++) {
                terms[before] = heights[before] + scores.transition(before, tag);
            }
            int origin = highest(terms);
            origins[word * tags + tag] = origin;
            higher[tag] = terms[origin] + emissions[word * tags + tag];
        }
        return higher;
    }

    private static int highest(double[] values) {
        int highest = 0;
        for (int i = 1; i < values.length; i++) {
            highest = values[i] > values[highest] ? i : highest;
        }
        return highest;
    }
}
