package io.sparkformer.data.cleaning;

import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is asked about the language of documents.
 *
 * @param identify whether documents are counted by language
 * @param keep codes of ISO 639-3; documents of other languages are left out; none for all languages
 * @param minConfidence documents whose language is less sure are left out too
 */
public record LanguageRules(boolean identify, Set<String> keep, double minConfidence) implements Serializable {
    /** Nothing is asked. */
    public static final LanguageRules NONE = new LanguageRules(false, Set.of(), 0);

    /** Copies the set. */
    public LanguageRules {
        SortedSet<String> sorted = new TreeSet<>(keep);
        keep = Collections.unmodifiableSortedSet(sorted);
    }

    /** Whether documents are left out by their language. */
    public boolean filter() {
        return !keep.isEmpty();
    }

    /** Whether the language must be known. */
    boolean ask() {
        return identify || filter();
    }
}
