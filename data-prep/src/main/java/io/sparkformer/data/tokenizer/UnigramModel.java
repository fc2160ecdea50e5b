package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A unigram language model over pieces (Kudo, 2018): of all ways to cut a word the likeliest. Characters without a piece are
 * the unknown token, once for several in a row.
 */
final class UnigramModel implements TokenModel {
    /** An unknown character is less likely than the least likely piece by this. */
    private static final double UNKNOWN_PENALTY = 10;

    private final Vocabulary vocabulary;
    private final double[] scores;
    private final int unknown;
    private final PieceTrie trie;
    private final double unknownScore;

    /**
     * Holds what was learned.
     *
     * @param vocabulary special tokens, then pieces
     * @param scores of all of them, special tokens 0
     * @param unknown id of the unknown token
     */
    UnigramModel(Vocabulary vocabulary, double[] scores, int unknown) {
        this.vocabulary = vocabulary;
        this.scores = scores.clone();
        this.unknown = unknown;
        this.trie = new PieceTrie(vocabulary.tokens());
        this.unknownScore = Arrays.stream(scores).min().orElse(0) - UNKNOWN_PENALTY;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public List<Integer> encode(String word) {
        int[] text = word.codePoints().toArray();
        double[] best = new double[text.length + 1];
        int[] from = new int[text.length + 1];
        int[] piece = new int[text.length + 1];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        best[0] = 0;
        for (int begin = 0; begin < text.length; begin++) {
            int node = trie.child(PieceTrie.ROOT, text[begin]);
            if (node == PieceTrie.NONE || trie.piece(node) == PieceTrie.NONE) {
                offer(best, from, piece, begin, begin + 1, unknown, unknownScore);
            }
            for (int end = begin + 1; node != PieceTrie.NONE; end++) {
                int candidate = trie.piece(node);
                if (candidate != PieceTrie.NONE) {
                    offer(best, from, piece, begin, end, candidate, scores[candidate]);
                }
                node = end < text.length ? trie.child(node, text[end]) : PieceTrie.NONE;
            }
        }
        return path(from, piece);
    }

    private static void offer(double[] best, int[] from, int[] piece, int begin, int end, int id, double score) {
        double candidate = score + best[begin];
        if (candidate > best[end]) {
            best[end] = candidate;
            from[end] = begin;
            piece[end] = id;
        }
    }

    private List<Integer> path(int[] from, int[] piece) {
        List<Integer> ids = new ArrayList<>();
        for (int end = from.length - 1; end > 0; end = from[end]) {
            boolean again = piece[end] == unknown && !ids.isEmpty() && ids.get(0) == unknown;
            if (!again) {
                ids.add(0, piece[end]);
            }
        }
        return ids;
    }

    @Override
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "Unigram");
        json.put("unk_id", unknown);
        List<List<Object>> vocab = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            vocab.add(List.of(vocabulary.token(id), UnigramLearner.round(scores[id])));
        }
        json.put("vocab", vocab);
        json.put("byte_fallback", false);
        return json;
    }
}
