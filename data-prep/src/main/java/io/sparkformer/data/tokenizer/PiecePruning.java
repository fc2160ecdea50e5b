package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Takes those pieces from a unigram model whose loss costs least likelihood (Kudo, 2018, section 3.2, step 2c). As in
 * SentencePiece the loss is estimated: where a piece is gone, its best other cut is used in its place.
 */
final class PiecePruning {
    private final ScoredPieces pieces;
    private final PieceTrie trie;
    private final long[] frequencies;
    private long total;

    private record Loss(int piece, double value) {}

    private PiecePruning(TrainingParts parts, ScoredPieces pieces) {
        this.pieces = pieces;
        this.trie = new PieceTrie(pieces.texts());
        this.frequencies = new long[pieces.size()];
        BestCut cut = new BestCut(trie, pieces.scores());
        for (int part = 0; part < parts.size(); part++) {
            int start = parts.start(part);
            long count = parts.count(part);
            for (int piece : cut.of(parts.codePoints(), start, parts.end(part) - start, PieceTrie.NONE)) {
                frequencies[piece] += count;
                total += count;
            }
        }
    }

    /**
     * Keeps the characters and the most needed of the other pieces.
     *
     * @param size how many pieces stay, unless more of them are characters
     * @return in the order in which they were
     */
    static ScoredPieces prune(TrainingParts parts, ScoredPieces pieces, int size) {
        return new PiecePruning(parts, pieces).keep(size);
    }

    private ScoredPieces keep(int size) {
        boolean[] kept = new boolean[pieces.size()];
        List<Loss> losses = new ArrayList<>();
        int room = size;
        BestCut cut = new BestCut(trie, pieces.scores());
        for (int piece = 0; piece < pieces.size(); piece++) {
            if (pieces.isCharacter(piece)) {
                kept[piece] = true;
                room--;
            } else if (frequencies[piece] > 0) {
                losses.add(new Loss(piece, loss(piece, cut)));
            }
        }
        losses.sort(Comparator.comparingDouble(Loss::value).reversed().thenComparingInt(Loss::piece));
        for (Loss loss : losses.subList(0, Math.max(0, Math.min(room, losses.size())))) {
            kept[loss.piece()] = true;
        }
        return select(kept);
    }

    /** By how much the logarithm of the likelihood of a token falls when a piece goes. */
    private double loss(int piece, BestCut cut) {
        int[] text = pieces.texts().get(piece).codePoints().toArray();
        List<Integer> others = cut.of(text, 0, text.length, piece);
        double frequency = frequencies[piece];
        double totalWithout = total + frequency * (others.size() - 1);
        double othersLog = 0;
        for (int other : others) {
            othersLog += StrictMath.log(frequencies[other] + frequency) - StrictMath.log(totalWithout);
        }
        double own = StrictMath.log(frequency) - StrictMath.log((double) total);
        return frequency / total * (own - othersLog);
    }

    private ScoredPieces select(boolean[] kept) {
        List<String> texts = new ArrayList<>();
        double[] scores = new double[kept.length];
        for (int piece = 0; piece < kept.length; piece++) {
            if (kept[piece]) {
                scores[texts.size()] = pieces.scores()[piece];
                texts.add(pieces.texts().get(piece));
            }
        }
        return new ScoredPieces(texts, Arrays.copyOf(scores, texts.size()));
    }
}
