package io.sparkformer.data.text;

import io.sparkformer.data.manifest.SpecialTokens;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.text.RejectedTextException.Reason;
import java.io.Serializable;

/**
 * What decides how documents become records, beside the tokenizer.
 *
 * @param method how
 * @param length T: tokens of a record
 * @param specialTokens whether the tokenizer's special tokens stand around texts
 * @param tooLong what becomes of longer documents
 * @param nextSentences with pairs: whether half of them are no continuations
 * @param seed of what is drawn
 */
public record PackingRules(
        PackingMethod method, int length, boolean specialTokens, TooLong tooLong, boolean nextSentences, long seed)
        implements Serializable {
    /** The special tokens that stand around texts. */
    SpecialTokenTemplate template(Tokenizer tokenizer) {
        return specialTokens ? tokenizer.template() : SpecialTokenTemplate.NONE;
    }

    /** The token that ends a document where another follows at once; -1 if the tokenizer has none. */
    static int endToken(Tokenizer tokenizer) {
        SpecialTokens tokens = tokenizer.file().specialTokens();
        return tokens.separator() >= 0 ? tokens.separator() : tokens.end();
    }

    /**
     * Refuses a document that cannot become a record.
     *
     * @throws RejectedTextException naming its length
     */
    public void check(TokenizedDocument document, Tokenizer tokenizer) throws RejectedTextException {
        if (method == PackingMethod.SEGMENTS || method == PackingMethod.PAIRS) {
            return;
        }
        SpecialTokenTemplate template = template(tokenizer);
        TokenRun second = document.second();
        int room = length - (second == null ? template.single() : template.pair()).length();
        if (tooLong == TooLong.REJECT && document.length() > room) {
            throw new RejectedTextException(
                    Reason.TOO_LONG,
                    "it has " + document.length() + " tokens, a record has room for " + room
                            + ": raise prepare-text.length, or set too-long to truncate or split");
        }
        if (tooLong == TooLong.SPLIT && second != null && document.first().length() >= room) {
            throw new RejectedTextException(
                    Reason.TOO_LONG,
                    "its first text has " + document.first().length() + " tokens, and leaves the second no room in a"
                            + " record of " + length + ": raise prepare-text.length, or set too-long=truncate");
        }
    }

    /** How much of a shard a document fills, in the units of {@link #capacity}. Depends on nothing else. */
    public int weight(TokenizedDocument document, Tokenizer tokenizer) {
        SpecialTokenTemplate template = template(tokenizer);
        return switch (method) {
            case DOCUMENTS -> tooLong == TooLong.SPLIT ? DocumentPieces.count(document, length, template) : 1;
            case SEGMENTS -> document.length() + 1;
            case PAIRS -> document.length();
            case WHOLE_DOCUMENTS -> document.length() + template.single().length();
        };
    }

    /** When a shard is full: whole blocks, where it is to have one at least. */
    public long capacity(TextSchema schema, long shardBytes) {
        long blockBytes = (long) schema.blockRecords() * schema.recordBytes();
        long records = shardBytes >= blockBytes
                ? schema.shardRecords(shardBytes)
                : Math.max(1, shardBytes / schema.recordBytes());
        return method == PackingMethod.DOCUMENTS ? records : records * length;
    }

    /** A new packing, for the documents of one shard. */
    public Packing packing(Tokenizer tokenizer) {
        SpecialTokenTemplate template = template(tokenizer);
        return switch (method) {
            case DOCUMENTS -> new DocumentPacking(length, template, tooLong);
            case SEGMENTS -> new SegmentPacking(length, template.single(), endToken(tokenizer));
            case PAIRS -> new PairPacking(length, template.pair(), nextSentences, seed);
            case WHOLE_DOCUMENTS -> new WholeDocumentPacking(length, template.single(), tooLong);
        };
    }
}
