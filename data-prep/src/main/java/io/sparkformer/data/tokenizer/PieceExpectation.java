package io.sparkformer.data.tokenizer;

import java.util.Arrays;

/**
 * The expected number of each piece over all ways to cut the words, by the forward-backward algorithm on the graph of
 * pieces (Kudo, 2018, section 3.2). Sums are taken in the order of the words by one thread, and logarithms by
 * {@link StrictMath}: the result is the same everywhere.
 */
final class PieceExpectation {
    private final TrainingParts parts;
    private final PieceTrie trie;
    private final double[] probabilities;
    private final double[] expected;
    private double logLikelihood;

    private final double[] forward = new double[TrainingParts.MAX_LENGTH + 1];
    private final double[] backward = new double[TrainingParts.MAX_LENGTH + 1];
    private final int[] edgeFrom;
    private final int[] edgeTo;
    private final int[] edgePiece;

    private PieceExpectation(TrainingParts parts, ScoredPieces pieces) {
        this.parts = parts;
        this.trie = new PieceTrie(pieces.texts());
        this.expected = new double[pieces.size()];
        this.probabilities = new double[pieces.size()];
        for (int piece = 0; piece < probabilities.length; piece++) {
            probabilities[piece] = StrictMath.exp(pieces.scores()[piece]);
        }
        int edges = (TrainingParts.MAX_LENGTH + 1) * TrainingParts.MAX_LENGTH / 2;
        this.edgeFrom = new int[edges];
        this.edgeTo = new int[edges];
        this.edgePiece = new int[edges];
    }

    /** Takes the expectation over all words. */
    static PieceExpectation of(TrainingParts parts, ScoredPieces pieces) {
        PieceExpectation expectation = new PieceExpectation(parts, pieces);
        for (int part = 0; part < parts.size(); part++) {
            expectation.addPart(part);
        }
        return expectation;
    }

    /** The expected number of each piece. */
    double[] expected() {
        return expected;
    }

    /** The logarithm of the probability of all words. */
    double logLikelihood() {
        return logLikelihood;
    }

    private void addPart(int part) {
        int length = parts.end(part) - parts.start(part);
        int edges = walkForward(parts.start(part), length);
        double likelihood = forward[length];
        long count = parts.count(part);
        Arrays.fill(backward, 0, length, 0);
        backward[length] = 1;
        for (int edge = edges - 1; edge >= 0; edge--) {
            int piece = edgePiece[edge];
            double rest = probabilities[piece] * backward[edgeTo[edge]];
            backward[edgeFrom[edge]] += rest;
            expected[piece] += count * (forward[edgeFrom[edge]] * rest / likelihood);
        }
        logLikelihood += count * StrictMath.log(likelihood);
    }

    /** Edges come in the order of their beginnings, so that each place is complete before it is left. */
    private int walkForward(int start, int length) {
        int[] codePoints = parts.codePoints();
        Arrays.fill(forward, 1, length + 1, 0);
        forward[0] = 1;
        int edges = 0;
        for (int from = 0; from < length; from++) {
            int node = PieceTrie.ROOT;
            for (int to = from; to < length; ) {
                node = trie.child(node, codePoints[start + to]);
                if (node == PieceTrie.NONE) {
                    break;
                }
                to++;
                int piece = trie.piece(node);
                if (piece != PieceTrie.NONE) {
                    forward[to] += forward[from] * probabilities[piece];
                    edgeFrom[edges] = from;
                    edgeTo[edges] = to;
                    edgePiece[edges++] = piece;
                }
            }
        }
        return edges;
    }
}
