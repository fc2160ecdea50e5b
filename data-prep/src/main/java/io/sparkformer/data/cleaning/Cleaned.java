package io.sparkformer.data.cleaning;

import io.sparkformer.data.text.TextDocument;

/** What cleaning made of a document. */
public sealed interface Cleaned {
    /**
     * A document that stays.
     *
     * @param document as it shall be tokenized
     * @param characters of Unicode that its texts have
     * @param language code of ISO 639-3; empty where it was not asked for
     */
    record Kept(TextDocument document, int characters, String language) implements Cleaned {}

    /**
     * A document that is left out.
     *
     * @param filter that does it
     * @param excerpt see {@link Excerpt}
     */
    record Removed(Filter filter, String excerpt) implements Cleaned {}
}
