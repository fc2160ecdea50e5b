package io.sparkformer.model.operation;

import java.util.List;

/**
 * A linear-chain conditional random field over tags (Lafferty et al. 2001; Lample et al. 2016, section 2.2): tags y_1 ... y_n score
 * first(y_1) + sum_t emission_t(y_t) + sum_t transition(y_t-1, y_t) + last(y_n), and are as likely as the exponential of that.
 *
 * @param transitions [C, C], from the row's tag to the column's
 * @param first [C], of the tag that begins
 * @param last [C], of the tag that ends
 */
public record LinearChain(Tensor transitions, Tensor first, Tensor last) {
    /** What a path scores that there is none of: no sum notices it. */
    private static final double IMPOSSIBLE = -1e9;

    /** Refuses scores of different numbers of tags. */
    public LinearChain {
        long tags = first.length();
        if (!first.hasShape(tags) || !last.hasShape(tags) || !transitions.hasShape(tags, tags)) {
            throw new IllegalArgumentException("transitions " + transitions + ", first " + first + ", last " + last
                    + ": their shapes must be [tags, tags], [tags] and [tags]");
        }
    }

    /**
     * -log p(labels). The chain is that of the places with a label, as if there were no others; where there is none, the loss is 0.
     *
     * @param emissions [B, T, C]
     * @param labels [B, T], integers from 0 to C - 1; others end the run with an error
     * @param ignored the label of places that are not in the chain, negative
     * @return [B]
     */
    public Tensor negativeLogLikelihood(Tensor emissions, Tensor labels, int ignored) {
        Indexing.requireIntegers(labels);
        if (emissions.rank() != 3 || !labels.hasShape(emissions.dimension(0), emissions.dimension(1))) {
            throw new IllegalArgumentException(
                    "labels " + labels + " of emissions " + emissions + ": they must be [B, T] and [B, T, tags]");
        }
        if (ignored >= 0 || emissions.dimension(2) != first.length()) {
            throw new IllegalArgumentException("emissions " + emissions + " of " + first.length()
                    + " tags, ignored label " + ignored + ": there must be one for each tag, and the label negative");
        }
        return CompositeCall.declare(
                new Composite.LinearChain(ignored),
                List.of(emissions, labels, transitions, first, last),
                () -> allAgainstAgreeing(emissions, labels, ignored));
    }

    /** The range that the engine holds labels against. */
    public static IndexRange labelRange(Tensor emissions, Composite.LinearChain settings) {
        return IndexRange.classes(emissions, settings.ignored());
    }

    /** The sum over all paths against that over those that agree with the labels, of which there is one. */
    private Tensor allAgainstAgreeing(Tensor emissions, Tensor labels, int ignored) {
        Tensor right = Losses.oneHot(emissions, labels, ignored); // [B, T, C]
        Tensor counted = Reductions.sum(right, 2); // [B, T, 1]: 1 in the chain and 0 elsewhere
        Tensor wrong = Arithmetic.scale(Arithmetic.shift(right, -1), -IMPOSSIBLE);
        return Arithmetic.subtract(
                logPartition(emissions, counted), logPartition(Arithmetic.add(emissions, wrong), counted));
    }

    /**
     * log of the sum over all paths, [B]. Beside the tags there is a state before the first word, of number C. Each place is a
     * matrix of what it scores to go from one state to another, and outside of the chain to stay; the matrices are multiplied pair by pair.
     */
    private Tensor logPartition(Tensor emissions, Tensor counted) {
        long batch = emissions.dimension(0);
        long places = emissions.dimension(1);
        long states = first.length() + 1;
        Tensor nothing = Constants.zeros(emissions, batch, places, 1);
        Tensor emitted = Shaping.reshape(Shaping.concatenate(2, emissions, nothing), batch * places, 1, states);
        Tensor steps = Arithmetic.add(emitted, Shaping.reshape(moves(states), 1, states, states)); // [B T, S, S]
        Tensor stay = Shaping.reshape(Constants.diagonal(emissions, states, IMPOSSIBLE), 1, states, states);
        Tensor each = Selection.where(Shaping.reshape(counted, batch * places, 1, 1), steps, stay);
        Tensor whole = product(Shaping.reshape(each, batch, places, states * states), states); // [B, S, S]
        Tensor fromBefore = Shaping.slice(whole, 1, states - 1, 1); // [B, 1, S]
        Tensor ended = Arithmetic.add(fromBefore, Shaping.concatenate(0, last, Constants.zeros(last, 1)));
        return Shaping.reshape(Softmax.logSumExp(ended), batch);
    }

    /** From state to state, [S, S]: nothing leads back before the first word. */
    private Tensor moves(long states) {
        Tensor rows = Shaping.concatenate(0, transitions, Shaping.reshape(first, 1, states - 1)); // [S, C]
        return Shaping.concatenate(1, rows, Constants.filled(rows, IMPOSSIBLE, states, 1));
    }

    /** Of [B, n, S S] the product over n, where products are sums and sums are log sum exp; [B, S, S]. */
    private static Tensor product(Tensor matrices, long states) {
        long batch = matrices.dimension(0);
        Tensor rest = matrices;
        while (rest.dimension(1) > 1) {
            long pairs = rest.dimension(1) / 2;
            boolean odd = rest.dimension(1) % 2 == 1;
            Tensor paired = odd ? Shaping.slice(rest, 1, 0, 2 * pairs) : rest;
            Tensor products = Shaping.reshape(
                    ofPairs(Shaping.reshape(paired, batch * pairs, 2, states * states), states),
                    batch,
                    pairs,
                    states * states);
            rest = odd ? Shaping.concatenate(1, products, Shaping.slice(rest, 1, 2 * pairs, 1)) : products;
        }
        return Shaping.reshape(rest, batch, states, states);
    }

    /** Of [N, 2, S S] each product, y_ij = log sum_k exp(a_ik + b_kj); [N, S, S, 1]. */
    private static Tensor ofPairs(Tensor pairs, long states) {
        long count = pairs.dimension(0);
        Tensor left = Shaping.reshape(Shaping.slice(pairs, 1, 0, 1), count, states, 1, states);
        Tensor right = Shaping.reshape(Shaping.slice(pairs, 1, 1, 1), count, states, states);
        Tensor columns = Shaping.reshape(Shaping.permute(right, 0, 2, 1), count, 1, states, states);
        return Softmax.logSumExp(Arithmetic.add(left, columns));
    }
}
