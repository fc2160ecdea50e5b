package io.sparkformer.data.manifest;

/**
 * What the records of the training split hold.
 *
 * @param documents that became records
 * @param tokens in the records, without special ones and without padding
 * @param entropy of the distribution of these tokens, each for itself, in nats: the loss of a model that knows nothing
 *     but how frequent each is
 */
public record TextStatistics(long documents, long tokens, double entropy) {
    /** Checks the numbers. */
    public TextStatistics {
        if (documents < 0 || tokens < 0 || !(entropy >= 0) || !Double.isFinite(entropy)) {
            throw new IllegalArgumentException("statistics of " + documents + " documents and " + tokens
                    + " tokens with an entropy of " + entropy);
        }
    }
}
