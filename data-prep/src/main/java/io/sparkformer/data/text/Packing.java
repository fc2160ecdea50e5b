package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord;
import java.io.IOException;

/** Makes records of documents, which come in their order; what comes of them depends on nothing but them. */
public sealed interface Packing permits DocumentPacking, SegmentPacking, PairPacking, WholeDocumentPacking {
    /**
     * Takes a document. Its classes and tags are indices into the manifest's.
     *
     * @param source its id
     * @param records takes what is full
     */
    void add(String source, TokenizedDocument document, Records records) throws IOException;

    /** Gives what is left. */
    void finish(Records records) throws IOException;

    /** Takes records. */
    @FunctionalInterface
    interface Records {
        /**
         * Takes one.
         *
         * @param source where its first token comes from
         */
        void add(TextRecord record, String source) throws IOException;
    }
}
