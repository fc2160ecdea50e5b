package io.sparkformer.model.attention;

import io.sparkformer.model.layer.AttentionMechanism;
import io.sparkformer.model.pattern.Band;
import java.util.OptionalInt;

/**
 * The Routing Transformer (Roy et al. 2021, section 4, algorithm 1): each head has k centroids, and each of these the n / k queries and the n / k
 * keys that are nearest to it, which hear each other. Time and memory grow with n k and n^2 / k, for k = sqrt(n) with n^1.5.
 *
 * <p>Queries and keys are normalised, without gains. A token that several centroids have hears the mean of what it hears from each; one that
 * none has, zeros. Centroids are no weights: a step moves each towards the mean of the queries and keys to which no other is nearer,
 * set to the length of a normalised vector, and leaves it where there are none.
 *
 * <p>In a causal model queries are keys too, and a token hears those before it, and itself only if there is none; which tokens a centroid has depends on those that come later
 * too. Routing heads have no use for their projections to keys then.
 *
 * @param clusters k
 * @param decay share of a centroid that a step keeps; 1 freezes them
 * @param radius half of the heads, rounded down, hear a window of so many tokens on either side instead, as in the paper; empty for none
 */
public record RoutingAttention(int clusters, double decay, OptionalInt radius) implements BlockAttention {
    /** Checks the numbers. */
    public RoutingAttention {
        Require.atLeast("clusters", clusters, 1);
        Require.atLeast("radius", radius.orElse(0), 0);
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException("decay = " + decay + ": must be from 0 to 1");
        }
    }

    @Override
    public AttentionMechanism at(AttentionPlace place) {
        int local = radius.isPresent() ? place.heads() / 2 : 0;
        RoutingMechanism routing = new RoutingMechanism(this, place, place.heads() - local);
        return local == 0
                ? routing
                : new DividedHeads(local, new ExactAttention(new Band(radius.getAsInt())).of(place, local), routing);
    }

    @Override
    public void requireFit(int tokens, boolean causal) {
        if (clusters > tokens) {
            throw new IllegalArgumentException(
                    "clusters = " + clusters + " of " + tokens + " tokens: choose at most as many as there are");
        }
    }
}
