package io.sparkformer.data.account;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A document that a filter left out.
 *
 * @param hash keyed hash of its source id: the examples with the smallest are kept, whatever the order of reading
 * @param source its id
 * @param excerpt its beginning, safe to show
 */
public record Example(long hash, String source, String excerpt) implements Serializable {
    /** By hash, then by id. */
    static final Comparator<Example> ORDER = Comparator.comparingLong(Example::hash)
            .thenComparing(Example::source)
            .thenComparing(Example::excerpt);
}
