package io.sparkformer.data.cleaning;

import java.io.Serializable;
import java.util.List;

/**
 * How much of a document may repeat itself: shares from 0 to 1 that it must not exceed, after Gopher (Rae et al. 2021,
 * arXiv:2112.11446, table A1).
 *
 * @param lines lines that repeat an earlier one, of all lines
 * @param paragraphs the same of paragraphs, between which empty lines stand
 * @param lineCharacters characters of such lines, of all characters
 * @param paragraphCharacters characters of such paragraphs
 * @param topGrams characters of the most frequent run of two, three and four words
 * @param duplicateGrams characters of runs of five to ten words that repeat an earlier one
 */
public record RepetitionRules(
        double lines,
        double paragraphs,
        double lineCharacters,
        double paragraphCharacters,
        List<Double> topGrams,
        List<Double> duplicateGrams)
        implements Serializable {
    /** The thresholds of table A1. */
    public static final RepetitionRules GOPHER = new RepetitionRules(
            0.30, 0.30, 0.20, 0.20, List.of(0.20, 0.18, 0.16), List.of(0.15, 0.14, 0.13, 0.12, 0.11, 0.10));

    /** Copies the lists. */
    public RepetitionRules {
        topGrams = List.copyOf(topGrams);
        duplicateGrams = List.copyOf(duplicateGrams);
        if (topGrams.size() != 3 || duplicateGrams.size() != 6) {
            throw new IllegalArgumentException("thresholds of runs of 2 to 4 and of 5 to 10 words are wanted, not of "
                    + topGrams.size() + " and " + duplicateGrams.size() + " lengths");
        }
    }
}
