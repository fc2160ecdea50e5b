package io.sparkformer.jobs.prepare;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Finds the number at a place in the ascending order of many that nobody holds together, numbers spread evenly like hashes: it says in
 * which window the number must nearly surely lie, and then needs of all numbers but how many are smaller, and which lie in it. About
 * six times the root of the count do.
 */
final class RankSearch implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Beyond so many deviations lies one of 500 million. */
    private static final double DEVIATIONS = 6;

    private static final int FEW = 256;
    private static final double ALL = 0x1.0p64;

    private final long place;
    private final long low;
    private final long high;
    private final double width;
    private long below;
    private long[] within = new long[16];
    private int found;

    private RankSearch(long place, long low, long high, double width) {
        this.place = place;
        this.low = low;
        this.high = high;
        this.width = width;
    }

    private static RankSearch around(long place, double centre, double width) {
        return new RankSearch(place, signed(centre - width / 2), signed(centre + width / 2), width);
    }

    /**
     * A search that has seen no number yet.
     *
     * @param place from 0
     * @param count of all numbers
     */
    static RankSearch of(long place, long count) {
        double share = (double) place / count;
        double deviation = Math.sqrt(share * (1 - share) / count) + 1.0 / count;
        return around(place, share * ALL, count <= FEW ? 2 * ALL : 2 * DEVIATIONS * deviation * ALL);
    }

    /** Numbers are ordered as signed ones. */
    private static long signed(double unsigned) {
        double centred = unsigned - ALL / 2;
        // Casting takes numbers beyond the ends to them.
        return (long) centred;
    }

    void add(long number) {
        if (number < low) {
            below++;
        } else if (number <= high) {
            if (found == within.length) {
                within = Arrays.copyOf(within, 2 * found);
            }
            within[found++] = number;
        }
    }

    /** Adds what another search for the same has seen. */
    RankSearch merge(RankSearch other) {
        below += other.below;
        int both = found + other.found;
        if (both > within.length) {
            within = Arrays.copyOf(within, both);
        }
        System.arraycopy(other.within, 0, within, found, other.found);
        found = both;
        return this;
    }

    /** The number at the place, once all numbers were seen; empty if it does not lie in the window. */
    OptionalLong number() {
        if (place < below || place >= below + found) {
            return OptionalLong.empty();
        }
        Arrays.sort(within, 0, found);
        return OptionalLong.of(within[(int) (place - below)]);
    }

    /** The same search, which has seen no number yet. */
    RankSearch unseen() {
        return new RankSearch(place, low, high, width);
    }

    /** A search in a wider window that has seen no number yet. */
    RankSearch wider() {
        double centre = low / 2.0 + high / 2.0 + ALL / 2;
        return around(place, centre, 8 * width);
    }
}
