package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Byte pair encoding: of all neighbours in a word those that were merged first are merged first, from the left. */
final class BpeModel implements TokenModel {
    private static final int UNKNOWN = -1;

    private final Vocabulary vocabulary;
    private final List<Merge> merges;
    private final @Nullable String unknownToken;
    private final Map<Long, Integer> ranks = new HashMap<>();

    /**
     * Holds what was learned.
     *
     * @param vocabulary all tokens
     * @param merges in the order in which they were learned
     * @param unknownToken of characters without a token, once for several in a row; null where there are none
     */
    BpeModel(Vocabulary vocabulary, List<Merge> merges, @Nullable String unknownToken) {
        this.vocabulary = vocabulary;
        this.merges = List.copyOf(merges);
        this.unknownToken = unknownToken;
        for (int rank = 0; rank < merges.size(); rank++) {
            ranks.put(PairTable.pair(merges.get(rank).left(), merges.get(rank).right()), rank);
        }
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public List<Integer> encode(String word) {
        List<Integer> ids = characters(word);
        for (int best = best(ids); best >= 0; best = best(ids)) {
            Merge merge = merges.get(rank(ids, best));
            ids.set(best, merge.merged());
            ids.remove(best + 1);
        }
        return ids;
    }

    private List<Integer> characters(String word) {
        int unknown =
                unknownToken == null ? UNKNOWN : vocabulary.id(unknownToken).orElse(UNKNOWN);
        List<Integer> ids = new ArrayList<>();
        for (int start = 0; start < word.length(); ) {
            int end = CodePoints.offset(word, start, 1);
            Integer id = vocabulary.find(word.substring(start, end));
            boolean again = id == null && !ids.isEmpty() && ids.get(ids.size() - 1) == unknown;
            if (id != null) {
                ids.add(id);
            } else if (unknown != UNKNOWN && !again) {
                ids.add(unknown);
            }
            start = end;
        }
        return ids;
    }

    /** Where the pair of the lowest rank begins, the first of several; -1 where no pair can be merged. */
    private int best(List<Integer> ids) {
        int best = -1;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < ids.size(); i++) {
            int rank = rank(ids, i);
            if (rank < lowest) {
                lowest = rank;
                best = i;
            }
        }
        return best;
    }

    private int rank(List<Integer> ids, int index) {
        return ranks.getOrDefault(PairTable.pair(ids.get(index), ids.get(index + 1)), Integer.MAX_VALUE);
    }

    @Override
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "BPE");
        json.put("dropout", null);
        json.put("unk_token", unknownToken);
        json.put("continuing_subword_prefix", null);
        json.put("end_of_word_suffix", null);
        json.put("fuse_unk", unknownToken != null);
        json.put("byte_fallback", false);
        json.put("ignore_merges", false);
        json.put("vocab", vocabulary.json());
        json.put(
                "merges",
                merges.stream()
                        .map(merge -> List.of(vocabulary.token(merge.left()), vocabulary.token(merge.right())))
                        .toList());
        return json;
    }
}
