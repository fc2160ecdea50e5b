package io.sparkformer.data.words;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The words of {@link Gpt2Words}, whose symbols are bytes: each byte of their UTF-8 is shown as a visible character. */
public record ByteLevelWords() implements PreTokenizer {
    private static final WordEnds ENDS = new Gpt2Words();
    private static final char[] SYMBOLS = symbolsOfBytes();
    private static final Map<Character, Integer> BYTES =
            IntStream.range(0, 256).boxed().collect(Collectors.toMap(value -> SYMBOLS[value], value -> value));

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
    public static char[] alphabet() {
        return SYMBOLS.clone();
    }

    /** The word that symbols stand for; none if their bytes are no UTF-8. */
    public static Optional<String> word(String symbols) {
        ByteBuffer bytes = ByteBuffer.allocate(symbols.length());
        for (int i = 0; i < symbols.length(); i++) {
            Integer value = BYTES.get(symbols.charAt(i));
            if (value == null) {
                return Optional.empty();
            }
            bytes.put(value.byteValue());
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException part) {
            return Optional.empty();
        }
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
        char[] characters = text.toCharArray();
        for (int start = 0; start < characters.length; ) {
            int end = ENDS.end(characters, start, characters.length);
            words.accept(text.substring(start, end));
            start = end;
        }
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
