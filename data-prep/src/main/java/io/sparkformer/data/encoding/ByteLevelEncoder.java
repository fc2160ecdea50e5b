package io.sparkformer.data.encoding;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The words of a regular expression, whose bytes are merged. */
final class ByteLevelEncoder implements FastEncoder {
    private final ByteLevelRules rules;
    private final AddedTokens added;
    private final PairMerger merger;
    private final WordCache cache = new WordCache();
    private final TokenBuffer tokens = new TokenBuffer();
    private final TextCharacters characters = new TextCharacters();

    ByteLevelEncoder(ByteLevelRules rules, AddedTokens added) {
        this.rules = rules;
        this.added = added;
        this.merger = new PairMerger(rules.merges());
    }

    @Override
    public @Nullable TokenBuffer encode(String text) {
        String normalized = rules.normalize(text);
        // They are looked for before normalization, or after it.
        if (added.standIn(text) || (!normalized.equals(text) && added.standIn(normalized))) {
            return null;
        }
        cut(rules.spaced(normalized));
        return tokens;
    }

    private void cut(String normalized) {
        tokens.clear();
        char[] read = characters.of(normalized);
        int length = normalized.length();
        for (int start = 0; start < length; ) {
            int end = rules.ends().end(read, start, length);
            word(read, start, end);
            start = end;
        }
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
