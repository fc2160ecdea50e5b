package io.sparkformer.data.encoding;

import io.sparkformer.data.words.NormalizationStep;
import io.sparkformer.data.words.WordEnds;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The words of a regular expression, whose bytes are merged. */
final class ByteLevelEncoder implements FastEncoder {
    private final ByteLevelRules rules;
    private final PairMerger merger;
    private final WordCache cache = new WordCache();
    private final TokenBuffer tokens = new TokenBuffer();
    private final TextCharacters characters = new TextCharacters();

    ByteLevelEncoder(ByteLevelRules rules) {
        this.rules = rules;
        this.merger = new PairMerger(rules.merges());
    }

    @Override
    public TokenBuffer encode(String text) {
        tokens.clear();
        String normalized = rules.prepare(text);
        char[] read = characters.of(normalized);
        int length = normalized.length();
        for (int start = 0; start < length; ) {
            int end = rules.ends().end(read, start, length);
            word(read, start, end);
            start = end;
        }
        return tokens;
    }

    private void word(char[] text, int start, int end) {
        int hash = WordCache.NO_CHARACTERS;
        for (int i = start; i < end; i++) {
            hash = WordCache.hash(hash, text[i]);
        }
        if (cache.find(text, start, end, hash, tokens)) {
            return;
        }
        int firstToken = tokens.length();
        String word = new String(text, start, end - start);
        Integer whole = rules.wholeWords().get(word);
        if (whole == null) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            merger.merge(bytes, bytes.length, tokens);
        } else {
            tokens.beginWord();
            tokens.add(whole);
        }
        cache.add(text, start, end, hash, tokens, firstToken);
    }
}
