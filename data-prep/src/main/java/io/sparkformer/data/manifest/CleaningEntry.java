package io.sparkformer.data.manifest;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What cleaning left out.
 *
 * @param removed documents by filter
 * @param fingerprints of the documents that stay, where duplicates are left out; else none
 */
public record CleaningEntry(SortedMap<String, Long> removed, List<FingerprintEntry> fingerprints) {
    /** Copies everything. */
    public CleaningEntry {
        removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
        fingerprints = List.copyOf(fingerprints);
    }

    /** Documents of all filters. */
    long documents() {
        return removed.values().stream().mapToLong(Long::longValue).sum();
    }
}
