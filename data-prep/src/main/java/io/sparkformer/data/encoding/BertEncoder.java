package io.sparkformer.data.encoding;

import io.sparkformer.data.words.BertNormalization;
import io.sparkformer.data.words.BertWords;
import org.jspecify.annotations.Nullable;

/** BERT's normalization, words and word pieces. */
final class BertEncoder implements FastEncoder {
    private final AddedTokens added;
    private final BertNormalization normalization;
    private final BertWords words;
    private final WordPieces pieces;
    private final WordCache cache = new WordCache();
    private final TokenBuffer tokens = new TokenBuffer();
    private final TextCharacters characters = new TextCharacters();
    private final TextCharacters wordCharacters = new TextCharacters();
    private char[] lowercase = new char[WordCache.LONGEST_WORD];

    BertEncoder(FileReading.Bert bert, AddedTokens added) {
        this.added = added;
        this.normalization = bert.normalization();
        this.words = bert.words();
        this.pieces = bert.pieces();
    }

    @Override
    public @Nullable TokenBuffer encode(String text) {
        if (added.standIn(text)) {
            return null;
        }
        tokens.clear();
        char[] read = characters.of(text);
        int length = text.length();
        for (int start = 0; start < length; ) {
            byte kind = BertCharacter.at(read, start, length);
            if (kind == BertCharacter.SPACE) {
                start++;
            } else if (kind == BertCharacter.ALONE) {
                int end = start + Character.charCount(Character.codePointAt(read, start, length));
                alone(read, start, end);
                start = end;
            } else {
                start = part(read, start, length);
            }
        }
        return tokens;
    }

    private void alone(char[] text, int start, int end) {
        int hash = WordCache.NO_CHARACTERS;
        for (int i = start; i < end; i++) {
            hash = WordCache.hash(hash, text[i]);
        }
        part(text, start, end, hash, false);
    }

    /** What stands from a place up to white space, punctuation or an ideograph. Gives its end. */
    private int part(char[] text, int start, int length) {
        int hash = WordCache.NO_CHARACTERS;
        int end = start;
        byte kinds = BertCharacter.PLAIN;
        while (end < length) {
            byte kind = BertCharacter.at(text, end, length);
            if (kind > BertCharacter.OTHER) {
                break;
            }
            kinds |= kind;
            hash = WordCache.hash(hash, text[end++]);
            if (end < length && Character.isSurrogatePair(text[end - 1], text[end])) {
                hash = WordCache.hash(hash, text[end++]);
            }
        }
        part(text, start, end, hash, kinds == BertCharacter.PLAIN);
        return end;
    }

    private void part(char[] text, int start, int end, int hash, boolean plain) {
        if (cache.find(text, start, end, hash, tokens)) {
            return;
        }
        int firstToken = tokens.length();
        if (plain) {
            plain(text, start, end);
        } else {
            words.split(normalization.apply(new String(text, start, end - start)), this::word);
        }
        cache.add(text, start, end, hash, tokens, firstToken);
    }

    private void word(String word) {
        pieces.cut(wordCharacters.of(word), 0, word.length(), tokens);
    }

    /** A word of letters and digits of ASCII. */
    private void plain(char[] text, int start, int end) {
        if (!normalization.lowercase()) {
            pieces.cut(text, start, end, tokens);
            return;
        }
        int length = end - start;
        if (lowercase.length < length) {
            lowercase = new char[2 * length];
        }
        for (int i = 0; i < length; i++) {
            char character = text[start + i];
            lowercase[i] = character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
        }
        pieces.cut(lowercase, 0, length, tokens);
    }
}
