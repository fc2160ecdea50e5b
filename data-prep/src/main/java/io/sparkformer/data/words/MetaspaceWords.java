package io.sparkformer.data.words;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** SentencePiece's words: every space becomes {@value #MARK}, one is put in front, and each begins a word. */
public record MetaspaceWords() implements PreTokenizer {
    /** Lower one eighth block, which stands for a space. */
    static final char MARK = '\u2581';

    @Override
    public void split(String text, Consumer<String> words) {
        if (text.isEmpty()) {
            return;
        }
        String marked = text.replace(' ', MARK);
        if (marked.charAt(0) != MARK) {
            marked = MARK + marked;
        }
        int start = 0;
        for (int next = marked.indexOf(MARK, 1); next >= 0; next = marked.indexOf(MARK, next + 1)) {
            words.accept(marked.substring(start, next));
            start = next;
        }
        words.accept(marked.substring(start));
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "Metaspace");
        json.put("replacement", String.valueOf(MARK));
        json.put("prepend_scheme", "always");
        json.put("split", true);
        return json;
    }

    @Override
    public Map<String, Object> decoderJson() {
        return json();
    }
}
