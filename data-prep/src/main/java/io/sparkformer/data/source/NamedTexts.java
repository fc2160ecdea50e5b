package io.sparkformer.data.source;

import java.util.Map;

/** Texts by their names. */
record NamedTexts(Map<String, String> texts) implements FieldSource {
    /** Copies the map. */
    NamedTexts {
        texts = Map.copyOf(texts);
    }

    @Override
    public Value get(String field) {
        String text = texts.get(field);
        return text == null ? new Missing() : new Text(text);
    }
}
