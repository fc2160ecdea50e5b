package io.sparkformer.data.account;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is to know of a version of prepared texts; JSON on disk, and the page that is made of it.
 *
 * @param formatVersion of this record
 * @param codeVersion of the program that prepared it
 * @param version of the manifest
 * @param unaccounted documents that lengths, languages, examples, reasons and filters do not count: those of older versions
 *     that had no card
 * @param inputFiles how many
 * @param inputBytes of all of them
 * @param counts read, written, rejected, removed and ignored documents
 * @param rejected by reason
 * @param removed by filter
 * @param examples of what was removed, by filter
 * @param characters documents by their characters
 * @param tokens documents by their tokens, without special ones
 * @param languages documents by language, where it was asked for
 * @param splits what they hold
 * @param configuration that decided about the content
 */
public record DataCard(
        int formatVersion,
        String codeVersion,
        long version,
        long unaccounted,
        long inputFiles,
        long inputBytes,
        SortedMap<String, Long> counts,
        SortedMap<String, Long> rejected,
        SortedMap<String, Long> removed,
        SortedMap<String, List<Example>> examples,
        List<LengthCounts.Range> characters,
        List<LengthCounts.Range> tokens,
        SortedMap<String, Long> languages,
        List<Split> splits,
        SortedMap<String, String> configuration) {
    /** The version that this program writes and reads. */
    public static final int FORMAT_VERSION = 1;

    /**
     * A split.
     *
     * @param documents that became records
     * @param samples records
     * @param samplesOfClasses records by class
     */
    public record Split(String name, long documents, long samples, Map<String, Long> samplesOfClasses) {
        /** Copies the map. */
        public Split {
            samplesOfClasses = Collections.unmodifiableSortedMap(new TreeMap<>(samplesOfClasses));
        }
    }

    /** Checks the version and copies everything. */
    public DataCard {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException("data card format version " + formatVersion + ", this program reads "
                    + FORMAT_VERSION + ": use the program that wrote it");
        }
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        rejected = Collections.unmodifiableSortedMap(new TreeMap<>(rejected));
        removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
        examples = Collections.unmodifiableSortedMap(new TreeMap<>(examples));
        characters = List.copyOf(characters);
        tokens = List.copyOf(tokens);
        languages = Collections.unmodifiableSortedMap(new TreeMap<>(languages));
        splits = List.copyOf(splits);
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    }

    /** Its JSON; the same card gives the same bytes. */
    public byte[] toJson() {
        return AccountJson.page(this);
    }

    /**
     * From JSON.
     *
     * @throws IllegalArgumentException when it is no card, or of another version
     */
    public static DataCard fromJson(byte[] json) {
        return AccountJson.read(json, DataCard.class);
    }
}
