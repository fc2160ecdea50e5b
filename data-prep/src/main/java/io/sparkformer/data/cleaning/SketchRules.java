package io.sparkformer.data.cleaning;

import java.io.Serializable;

/**
 * How documents are compared: as sets of runs of words, the shingles.
 *
 * @param words of a shingle
 * @param bands two documents are compared if they agree in one of these
 * @param rows smallest hashes of a band
 * @param size the most hashes that a sketch holds
 */
public record SketchRules(int words, int bands, int rows, int size) implements Serializable {}
