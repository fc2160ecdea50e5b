package io.sparkformer.data.tokenizer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * WordPiece: the longest token that a word begins with, then the longest of the rest, and so on (Wu et al., 2016; BERT). A
 * word that comes to an end this way is unknown as a whole.
 *
 * @param vocabulary all tokens
 * @param unknownToken of a word without tokens
 * @param continuingPrefix what tokens inside a word begin with
 * @param maxWordLength longer words are unknown, in code points
 */
record WordPieceModel(Vocabulary vocabulary, String unknownToken, String continuingPrefix, int maxWordLength)
        implements TokenModel {
    @Override
    public List<Integer> encode(String word) {
        List<Integer> unknown = List.of(vocabulary.id(unknownToken).orElseThrow());
        if (CodePoints.count(word) > maxWordLength) {
            return unknown;
        }
        List<Integer> ids = new ArrayList<>();
        for (int start = 0; start < word.length(); ) {
            int end = word.length();
            Integer id = find(word, start, end);
            while (id == null && end > start) {
                end -= Character.charCount(word.codePointBefore(end));
                id = find(word, start, end);
            }
            if (id == null) {
                return unknown;
            }
            ids.add(id);
            start = end;
        }
        return ids;
    }

    private @Nullable Integer find(String word, int start, int end) {
        if (start == end) {
            return null;
        }
        String piece = word.substring(start, end);
        return vocabulary.find(start == 0 ? piece : continuingPrefix + piece);
    }

    @Override
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("type", "WordPiece");
        json.put("unk_token", unknownToken);
        json.put("continuing_subword_prefix", continuingPrefix);
        json.put("max_input_chars_per_word", maxWordLength);
        json.put("vocab", vocabulary.json());
        return json;
    }
}
