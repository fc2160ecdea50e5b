package io.sparkformer.data.task;

/** A sequence as how often each token occurs in it: all that a model without order could know. */
public final class TokenShares {
    private TokenShares() {}

    /** For each id of a vocabulary its share of the tokens. */
    public static double[] of(int[] tokens, int vocabulary) {
        double[] shares = new double[vocabulary];
        for (int token : tokens) {
            Sizes.within("token", token, 0, vocabulary - 1L);
            shares[token]++;
        }
        for (int id = 0; id < vocabulary; id++) {
            shares[id] /= Math.max(1, tokens.length);
        }
        return shares;
    }
}
