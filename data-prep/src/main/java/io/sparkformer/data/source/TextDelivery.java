package io.sparkformer.data.source;

import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.RejectedTextException.Reason;
import io.sparkformer.data.text.TextDocument;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Hands documents on and counts them. */
final class TextDelivery {
    /** Shards have room for 65,535 bytes. */
    private static final int MAX_ID_CHARACTERS = 4096;

    private final TextRules rules;
    private final DocumentFields fields;
    private final Consumer<SourceText> consumer;
    private long documents;
    private long rejected;
    private long ignored;

    TextDelivery(TextRules rules, Consumer<SourceText> consumer) {
        this.rules = rules;
        this.fields = new DocumentFields(rules);
        this.consumer = consumer;
    }

    /** What decides how documents are read. */
    TextRules rules() {
        return rules;
    }

    /** A document that is nothing but text. */
    void text(TextFile file, String source, String text) {
        document(file, source, "", text, value -> fields.ofText(value, file.className()));
    }

    /** A document of fields. */
    void record(TextFile file, String place, FieldSource record) {
        String id = fields.id(record).map(own -> file.file().path() + "#" + own).orElse(place);
        if (id.length() > MAX_ID_CHARACTERS) {
            reject(
                    place,
                    Reason.WRONG_TYPE,
                    "its id has " + id.length() + " characters, at most " + MAX_ID_CHARACTERS
                            + " are possible: name another field in prepare-text.fields.id");
            return;
        }
        document(file, id, fields.split(record), record, fields::ofRecord);
    }

    private <T> void document(TextFile file, String source, String ownSplit, T value, Reading<T> reading) {
        String named = rules.splitField() ? ownSplit : file.namedSplit();
        Optional<String> split = rules.splits().splitOf(source, named);
        if (split.isEmpty()) {
            reject(
                    source,
                    Reason.UNPLACED,
                    "nothing tells its split: put its file into a folder named after the split, name a field in"
                            + " prepare-text.fields.split, or choose another prepare-text.splits");
            return;
        }
        try {
            TextDocument document = reading.read(value);
            documents++;
            consumer.accept(new SourceText.Document(source, split.get(), document));
        } catch (RejectedTextException refused) {
            rejected++;
            consumer.accept(new SourceText.Rejected(
                    source, split.get(), refused.reason(), String.valueOf(refused.getMessage())));
        }
    }

    /** Makes a document. */
    @FunctionalInterface
    private interface Reading<T> {
        TextDocument read(T value) throws RejectedTextException;
    }

    void reject(String source, Reason reason, String message) {
        rejected++;
        consumer.accept(new SourceText.Rejected(source, "", reason, message));
    }

    void rejectTooLarge(String source, long length) {
        reject(
                source,
                Reason.TOO_MANY_BYTES,
                "it has " + length + " bytes, the limit prepare-text.max-document-bytes is " + rules.maxBytes()
                        + ": raise it, or cut the document");
    }

    /** What is meant to be left out. */
    void ignore() {
        ignored++;
    }

    UnitSummary summary() {
        return new UnitSummary(documents, rejected, ignored, new TreeSet<>(), new TreeSet<>());
    }
}
