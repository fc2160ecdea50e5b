package io.sparkformer.data.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * GPT-2's words, whose symbols are bytes (Radford et al., 2019). Words are cut by the regular expression
 *
 * <pre>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</pre>
 *
 * and each byte of their UTF-8 is shown as a visible character.
 */
record ByteLevelWords() implements PreTokenizer {
    private static final String[] CONTRACTIONS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
    private static final char[] SYMBOLS = symbolsOfBytes();

    private enum Kind {
        LETTER,
        NUMBER,
        SPACE,
        OTHER;

        static Kind of(int codePoint) {
            if (Characters.is(codePoint, CharacterClass.LETTER)) {
                return LETTER;
            }
            if (Characters.is(codePoint, CharacterClass.NUMBER)) {
                return NUMBER;
            }
            return Characters.is(codePoint, CharacterClass.SPACE) ? SPACE : OTHER;
        }
    }

    /** Printable characters of Latin-1 stand for themselves, the other bytes for those from 256 on. */
    private static char[] symbolsOfBytes() {
        char[] symbols = new char[256];
        int others = 0;
        for (int value = 0; value < symbols.length; value++) {
            boolean visible = (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
            symbols[value] = (char) (visible ? value : 256 + others++);
        }
        return symbols;
    }

    /** The characters that stand for the 256 bytes. */
    static char[] alphabet() {
        return SYMBOLS.clone();
    }

    @Override
    public String symbols(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        char[] symbols = new char[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            symbols[i] = SYMBOLS[bytes[i] & 0xFF];
        }
        return new String(symbols);
    }

    @Override
    public void split(String text, Consumer<String> words) {
        for (int start = 0; start < text.length(); ) {
            int end = end(text, start);
            words.accept(text.substring(start, end));
            start = end;
        }
    }

    private static int end(String text, int start) {
        char first = text.charAt(start);
        if (first == '\'') {
            for (String contraction : CONTRACTIONS) {
                if (text.startsWith(contraction, start)) {
                    return start + contraction.length();
                }
            }
        }
        int begin = first == ' ' && start + 1 < text.length() ? start + 1 : start;
        Kind kind = Kind.of(text.codePointAt(begin));
        return kind == Kind.SPACE ? endOfSpaces(text, start) : endOfRun(text, begin, kind);
    }

    /** The last white space before a word is left to it, or stands alone. */
    private static int endOfSpaces(String text, int start) {
        int end = endOfRun(text, start, Kind.SPACE);
        return end == text.length() || end == start + 1 ? end : end - 1;
    }

    private static int endOfRun(String text, int start, Kind kind) {
        int end = start;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            if (Kind.of(codePoint) != kind) {
                return end;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "ByteLevel");
        json.put("add_prefix_space", false);
        json.put("trim_offsets", true);
        json.put("use_regex", true);
        return json;
    }

    @Override
    public Map<String, Object> decoderJson() {
        return json();
    }
}
