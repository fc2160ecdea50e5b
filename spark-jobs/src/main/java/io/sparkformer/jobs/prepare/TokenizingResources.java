package io.sparkformer.jobs.prepare;

import io.sparkformer.data.text.DocumentTokenizer;
import io.sparkformer.data.text.Lexicon;
import io.sparkformer.data.text.SentenceSplitter;
import io.sparkformer.data.text.TextUnits;
import io.sparkformer.data.text.Tokenizer;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What tokenizing needs, as it was read by the driver.
 *
 * @param tokenizerFile the content of the {@code tokenizer.json}
 * @param phrases the content of the lexicon of phrases; empty if there is none
 * @param entities the content of the lexicon of entities; empty if there is none
 * @param nearDuplicates the ids of documents that are left out, see {@link NearDuplicateIds}; empty if there are none
 * @param sentences how documents fall into sentences; null where they are not needed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TokenizingResources(
        byte[] tokenizerFile,
        byte[] phrases,
        byte[] entities,
        byte[] nearDuplicates,
        @Nullable SentenceSplitter sentences)
        implements Serializable {
    /** The tokenizer; the process makes it once. */
    Tokenizer tokenizer() {
        return Tokenizer.of(tokenizerFile);
    }

    /** What makes tokens of documents, for one thread. */
    DocumentTokenizer documentTokenizer() {
        Tokenizer tokenizer = tokenizer();
        return new DocumentTokenizer(
                tokenizer,
                tokenizer.encoder(),
                new TextUnits(lexicon(phrases, tokenizer), lexicon(entities, tokenizer)),
                sentences);
    }

    private static @Nullable Lexicon lexicon(byte[] content, Tokenizer tokenizer) {
        return content.length == 0 ? null : Lexicon.of(content, tokenizer);
    }
}
