package io.sparkformer.data.source;

import java.util.Map;

/**
 * A page of a wiki as its export has it, in its newest revision.
 *
 * @param id its number in the wiki; empty if it has none
 * @param namespace of the wiki; 0 is that of articles
 * @param redirect whether it only leads to another page
 * @param model what its text is written in
 * @param markup of the newest revision; empty if it is too long
 * @param bytes of the markup, as UTF-8
 */
record WikiPage(String id, String title, int namespace, boolean redirect, String model, String markup, long bytes) {
    private static final String WIKITEXT = "wikitext";
    private static final String REDIRECT = "#redirect";

    /** Whether it has a text of its own. */
    boolean isArticle() {
        return !redirect
                && (model.isEmpty() || model.equals(WIKITEXT))
                && !markup.stripLeading().regionMatches(true, 0, REDIRECT, 0, REDIRECT.length());
    }

    /** As fields, with another text. */
    FieldSource fields(String text) {
        return new NamedTexts(Map.of("id", id, "title", title, "text", text));
    }
}
