package io.sparkformer.data.cleaning;

/**
 * What of a document tells how alike it is to others (Broder 1997, On the resemblance and containment of documents).
 *
 * @param bands of each band a hash of its smallest hashes; alike documents agree in one (Indyk and Motwani 1998)
 * @param smallest different hashes of shingles, ascending: all of a short document, of a longer one the smallest
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Sketch(long[] bands, long[] smallest) {
    /**
     * The share that two documents have in common of the shingles of either (Jaccard), exact where both sketches hold all of theirs, else
     * estimated from the smallest hashes of both together.
     *
     * @param left ascending and different
     * @param right the same
     * @param size the most hashes that a sketch holds
     */
    public static double similarity(long[] left, long[] right, int size) {
        int i = 0;
        int j = 0;
        int seen = 0;
        int common = 0;
        int most = left.length < size && right.length < size ? Integer.MAX_VALUE : size;
        while (seen < most && (i < left.length || j < right.length)) {
            if (j == right.length || (i < left.length && left[i] < right[j])) {
                i++;
            } else if (i == left.length || right[j] < left[i]) {
                j++;
            } else {
                common++;
                i++;
                j++;
            }
            seen++;
        }
        return seen == 0 ? 0 : (double) common / seen;
    }
}
