package io.sparkformer.jobs.config;

import io.sparkformer.data.cleaning.SketchRules;

/** Which documents are nearly the same. */
public record NearDuplicatesConfig(
        @Key(value = "Documents are compared as sets of runs of so many words.", role = Role.NUMERIC)
        int words,

        @Key(
                value = "The least share of all runs of two documents that both have, for them to be near-duplicates.",
                role = Role.NUMERIC)
        double similarity,

        @Key(
                value = "How many chances two documents have to be compared; each takes 8 bytes of a document.",
                role = Role.NUMERIC)
        int bands,

        @Key(value = "How many hashes must agree for one chance; more compare fewer documents.", role = Role.NUMERIC)
        int rows,

        @Key(
                value =
                        "Up to so many different runs documents are compared exactly; of longer ones that many are drawn.",
                role = Role.NUMERIC)
        int sketch) {
    private static final int MOST_HASHES = 1 << 12;

    /** Refuses values that cannot work. */
    public NearDuplicatesConfig {
        new Requirements()
                .between("words", words, 1, 64)
                .between("similarity", similarity, 0.1, 1)
                .between("bands", bands, 1, MOST_HASHES)
                .between("rows", rows, 1, 64)
                .between("sketch", sketch, 16, 1 << 16)
                .check();
    }

    /** The rules of the sketches. */
    public SketchRules rules() {
        return new SketchRules(words, bands, rows, sketch);
    }
}
