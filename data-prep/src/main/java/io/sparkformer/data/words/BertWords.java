package io.sparkformer.data.words;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * BERT's words: what stands between white space, and every punctuation character by itself.
 *
 * @param continuingPrefix what tokens inside a word begin with
 */
public record BertWords(String continuingPrefix) implements PreTokenizer {
    @Override
    public void split(String text, Consumer<String> words) {
        int start = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            boolean punctuation = Characters.is(codePoint, CharacterClass.BERT_PUNCTUATION);
            if (punctuation || Characters.is(codePoint, CharacterClass.BERT_WHITESPACE)) {
                if (start < i) {
                    words.accept(text.substring(start, i));
                }
                if (punctuation) {
                    words.accept(text.substring(i, next));
                }
                start = next;
            }
            i = next;
        }
        if (start < text.length()) {
            words.accept(text.substring(start));
        }
    }

    @Override
    public Map<String, Object> json() {
        return Map.of("type", "BertPreTokenizer");
    }

    @Override
    public Map<String, Object> decoderJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "WordPiece");
        json.put("prefix", continuingPrefix);
        json.put("cleanup", true);
        return json;
    }
}
