package io.sparkformer.data.source;

import io.sparkformer.data.shard.TextTarget;
import java.io.Serializable;
import java.util.Set;

/**
 * What decides how documents are read, beside the inputs themselves.
 *
 * @param splits which split a document falls into
 * @param splitField whether the documents tell it, and not their files
 * @param fields what the parts of a document are called
 * @param target what a document must be labelled with
 * @param labels which classes it may have
 * @param maxBytes longer documents are rejected without being held in memory
 * @param encoding of the files
 * @param namespaces of wikis, by their numbers, whose pages are documents
 */
public record TextRules(
        SplitRule splits,
        boolean splitField,
        TextFields fields,
        TextTarget target,
        LabelRule labels,
        int maxBytes,
        TextEncoding encoding,
        Set<Integer> namespaces)
        implements Serializable {
    /** Checks the limit and copies the set. */
    public TextRules {
        namespaces = Set.copyOf(namespaces);
        if (maxBytes < 1) {
            throw new IllegalArgumentException("max-document-bytes = " + maxBytes + ": set it to at least 1");
        }
    }
}
