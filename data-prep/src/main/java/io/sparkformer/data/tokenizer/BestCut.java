package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The likeliest way to cut a text into pieces (Viterbi, 1967). Of equally likely ways the one with the longest last piece. */
final class BestCut {
    private final PieceTrie trie;
    private final double[] scores;
    private double[] best = new double[TrainingParts.MAX_LENGTH + 1];
    private int[] from = new int[TrainingParts.MAX_LENGTH + 1];
    private int[] piece = new int[TrainingParts.MAX_LENGTH + 1];

    BestCut(PieceTrie trie, double[] scores) {
        this.trie = trie;
        this.scores = scores;
    }

    /**
     * The pieces of a text, all of whose characters are pieces.
     *
     * @param codePoints holds the text
     * @param start where it begins
     * @param length its code points
     * @param without a piece that must not be used, or {@link PieceTrie#NONE}
     * @return from the first to the last; empty where there is no way
     */
    List<Integer> of(int[] codePoints, int start, int length, int without) {
        reserve(length);
        Arrays.fill(piece, 0, length + 1, PieceTrie.NONE);
        best[0] = 0;
        for (int begin = 0; begin < length; begin++) {
            if (begin > 0 && piece[begin] == PieceTrie.NONE) {
                continue;
            }
            extend(codePoints, start, begin, length, without);
        }
        List<Integer> pieces = new ArrayList<>();
        for (int end = length; end > 0; end = from[end]) {
            if (piece[end] == PieceTrie.NONE) {
                return List.of();
            }
            pieces.add(piece[end]);
        }
        Collections.reverse(pieces);
        return pieces;
    }

    private void extend(int[] codePoints, int start, int begin, int length, int without) {
        int node = PieceTrie.ROOT;
        for (int end = begin; end < length; ) {
            node = trie.child(node, codePoints[start + end]);
            if (node == PieceTrie.NONE) {
                return;
            }
            end++;
            int candidate = trie.piece(node);
            if (candidate == PieceTrie.NONE || candidate == without) {
                continue;
            }
            double score = scores[candidate] + best[begin];
            if (piece[end] == PieceTrie.NONE || score > best[end]) {
                best[end] = score;
                from[end] = begin;
                piece[end] = candidate;
            }
        }
    }

    private void reserve(int length) {
        if (length >= best.length) {
            best = new double[length + 1];
            from = new int[length + 1];
            piece = new int[length + 1];
        }
    }
}
