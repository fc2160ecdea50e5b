package io.sparkformer.model.generation;

/**
 * Chooses a token by its logits. In double precision and by StrictMath, so that the same logits and the same random number give the
 * same token on every machine. Belongs to one thread.
 */
public final class TokenChoice {
    private final RankedTokens ranked;
    private final double[] cumulated;

    /** A choice among {@code vocabulary} tokens. */
    public TokenChoice(int vocabulary) {
        this.ranked = new RankedTokens(vocabulary);
        this.cumulated = new double[vocabulary];
    }

    /**
     * Chooses.
     *
     * @param logits of which those from {@code from} on are the vocabulary's
     * @param uniform from 0 to below 1
     * @throws IllegalArgumentException if a logit is not finite
     */
    public int choose(Decoding how, float[] logits, int from, double uniform) {
        ranked.rank(logits, from);
        if (how instanceof Decoding.TopK top) {
            return drawn(Math.min(top.k(), cumulated.length), Double.POSITIVE_INFINITY, top.temperature(), uniform);
        }
        if (how instanceof Decoding.Nucleus nucleus) {
            double enough = nucleus.p() * total(logits, from, nucleus.temperature());
            return drawn(cumulated.length, enough, nucleus.temperature(), uniform);
        }
        return ranked.next();
    }

    /** Of the likeliest tokens, at most {@code most} and no more than together weigh {@code enough}. */
    private int drawn(int most, double enough, double temperature, double uniform) {
        double highest = ranked.logit();
        double sum = 0;
        int count = 0;
        while (count < most && (count == 0 || sum < enough)) {
            sum += weight(ranked.logit(), highest, temperature);
            ranked.next();
            cumulated[count++] = sum;
        }
        int place = 0;
        while (place < count - 1 && cumulated[place] <= uniform * sum) {
            place++;
        }
        return ranked.taken(place);
    }

    private double total(float[] logits, int from, double temperature) {
        double highest = ranked.logit();
        double sum = 0;
        for (int token = 0; token < cumulated.length; token++) {
            sum += weight(logits[from + token], highest, temperature);
        }
        return sum;
    }

    private static double weight(float logit, double highest, double temperature) {
        return StrictMath.exp((logit - highest) / temperature);
    }
}
