package io.sparkformer.data.words;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * BERT's normalization: control characters go, every white space becomes a space, CJK ideographs stand alone; then accents
 * and capitals go where that is wanted.
 *
 * @param stripAccents whether to decompose the text and to remove its marks
 * @param lowercase whether to put it in lower case
 */
public record BertNormalization(boolean stripAccents, boolean lowercase) implements NormalizationStep {
    @Override
    public String apply(String text) {
        String cleaned = clean(text);
        if (stripAccents) {
            cleaned = Texts.without(CharacterClass.BERT_MARK, CommonNormalization.NFD.apply(cleaned));
        }
        return lowercase ? CommonNormalization.LOWERCASE.apply(cleaned) : cleaned;
    }

    private static String clean(String text) {
        if (Texts.isPrintableAscii(text)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Characters.is(codePoint, CharacterClass.BERT_CHINESE)) {
                cleaned.append(' ').appendCodePoint(codePoint).append(' ');
            } else if (Characters.is(codePoint, CharacterClass.BERT_SPACE)) {
                cleaned.append(' ');
            } else if (!Characters.is(codePoint, CharacterClass.BERT_REMOVED)) {
                cleaned.appendCodePoint(codePoint);
            }
        }
        return cleaned.toString();
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "BertNormalizer");
        json.put("clean_text", true);
        json.put("handle_chinese_chars", true);
        json.put("strip_accents", stripAccents);
        json.put("lowercase", lowercase);
        return json;
    }
}
