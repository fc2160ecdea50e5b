package io.sparkformer.data.tokenizer;

import java.util.List;

/**
 * Pieces of a unigram model.
 *
 * @param texts the pieces
 * @param scores the logarithm of each one's probability
 */
record ScoredPieces(List<String> texts, double[] scores) {
    int size() {
        return texts.size();
    }

    /** Whether a piece is a single character: such ones are always kept, so that every word can be cut. */
    boolean isCharacter(int piece) {
        String text = texts.get(piece);
        return text.length() == Character.charCount(text.codePointAt(0));
    }
}
