package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Cleaned;
import io.sparkformer.data.cleaning.CleaningRules;
import io.sparkformer.data.cleaning.DocumentCleaner;
import io.sparkformer.data.cleaning.Excerpt;
import io.sparkformer.data.cleaning.Filter;
import io.sparkformer.data.cleaning.Fingerprint;
import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.SourceText;
import io.sparkformer.data.source.TextFile;
import io.sparkformer.data.source.TextFiles;
import io.sparkformer.data.source.TextReader;
import io.sparkformer.data.source.TextRules;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.data.source.UnitSummary;
import io.sparkformer.data.text.DocumentTokenizer;
import io.sparkformer.data.text.Packing;
import io.sparkformer.data.text.PackingRules;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.TextDocument;
import io.sparkformer.data.text.TokenCounts;
import io.sparkformer.data.text.TokenizedDocument;
import io.sparkformer.data.text.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Texts: how many records a document becomes, the packing says.
 *
 * @param schema of the records
 * @param rules decide how documents are read
 * @param cleaning decides how they are changed, and which are left out
 * @param packing decides how they become records
 * @param resources what tokenizing needs, by content: tasks read no file but the inputs
 */
record TextModality(
        TextSchema schema, TextRules rules, CleaningRules cleaning, PackingRules packing, TokenizingResources resources)
        implements Modality {
    private static final int SHOWN_TOKENS = 64;

    @Override
    public long shardCapacity(long shardBytes) {
        return packing.capacity(schema, shardBytes);
    }

    @Override
    public boolean hasFullShards() {
        return false;
    }

    /** Files were cut when they were listed. */
    @Override
    public boolean mayDivide(InputUnit unit, UnitSize size) {
        return false;
    }

    @Override
    public List<InputUnit> divide(Configuration hadoop, InputUnit unit, UnitSize size) {
        return List.of(unit);
    }

    /** Whether documents can be left out, or become others. */
    boolean leavesOut() {
        return cleaning.clean() || resources.nearDuplicates().length > 0;
    }

    @Override
    public boolean removesDuplicates() {
        return cleaning.duplicates();
    }

    /** What the tokenizer makes of the first tokens. */
    @Override
    public String excerpt(byte[] payload) {
        int[] ids = TokenizedDocument.ofBytes(payload).first().ids();
        return Excerpt.of(resources.tokenizer().decode(Arrays.copyOf(ids, Math.min(ids.length, SHOWN_TOKENS))));
    }

    @Override
    public Decoding<TextOfFile> decoding() {
        return new TextDecoding(
                this,
                resources.documentTokenizer(),
                new DocumentCleaner(cleaning),
                new NearDuplicateIds(resources.nearDuplicates()));
    }

    @Override
    public RecordMaker recordMaker(int classes, boolean statistics) {
        Tokenizer tokenizer = resources.tokenizer();
        return new TextMaker(
                packing.packing(tokenizer),
                schema.target(),
                classes,
                statistics ? new TokenCounts(schema.vocabulary()) : null);
    }

    /**
     * A text as it is read.
     *
     * @param file its source id begins with
     */
    record TextOfFile(String file, SourceText text) {}

    /** Reads a unit, file by file. */
    UnitSummary read(Configuration hadoop, InputUnit unit, Consumer<TextOfFile> consumer) throws IOException {
        UnitSummary summary = UnitSummary.NOTHING;
        for (TextFile file : ((TextFiles) unit).texts()) {
            String path = file.file().path();
            TextFiles alone = new TextFiles(unit.input(), List.of(file));
            summary = summary.plus(
                    TextReader.read(hadoop, alone, rules, text -> consumer.accept(new TextOfFile(path, text))));
        }
        return summary;
    }

    private record TextDecoding(
            TextModality texts, DocumentTokenizer tokenizer, DocumentCleaner cleaner, NearDuplicateIds nearDuplicates)
            implements Decoding<TextOfFile> {
        @Override
        public UnitSummary read(Configuration hadoop, InputUnit unit, Consumer<TextOfFile> consumer)
                throws IOException {
            return texts.read(hadoop, unit, consumer);
        }

        @Override
        public SampleKey key(TextOfFile input) {
            return SampleKey.of(input.text().split(), input.text().source());
        }

        @Override
        public DecodedInput decode(TextOfFile input) {
            DocumentFacts ofFile = DocumentFacts.ofFile(input.file().length());
            if (input.text() instanceof SourceText.Rejected refused) {
                return new DecodedInput.Rejected(
                        List.of(), ofFile, refused.reason().name(), refused.message(), "");
            }
            TextDocument document = ((SourceText.Document) input.text()).content();
            List<String> names = DocumentTokenizer.names(document);
            Cleaned cleaned = cleaner.clean(document);
            if (cleaned instanceof Cleaned.Removed removed) {
                return new DecodedInput.Removed(names, ofFile, removed.filter().name(), removed.excerpt());
            }
            if (nearDuplicates.contain(SampleKey.hashOf(input.text().source()))) {
                return new DecodedInput.Removed(
                        names, ofFile, Filter.NEAR_DUPLICATE.name(), Excerpt.of(document.text()));
            }
            try {
                return accepted(names, ofFile, (Cleaned.Kept) cleaned);
            } catch (RejectedTextException rejected) {
                String message = String.valueOf(rejected.getMessage());
                return new DecodedInput.Rejected(
                        names, ofFile, rejected.reason().name(), message, Excerpt.of(document.text()));
            }
        }

        private DecodedInput accepted(List<String> names, DocumentFacts ofFile, Cleaned.Kept kept)
                throws RejectedTextException {
            PackingRules packing = texts.packing();
            TokenizedDocument tokens = tokenizer.tokenize(kept.document());
            packing.check(tokens, tokenizer.tokenizer());
            DocumentFacts facts = new DocumentFacts(
                    ofFile.fileLength(),
                    kept.characters(),
                    tokens.length(),
                    kept.language(),
                    texts.removesDuplicates() ? Fingerprint.of(kept.document()) : null);
            return new DecodedInput.Accepted(
                    names, facts, packing.weight(tokens, tokenizer.tokenizer()), tokens.toBytes());
        }
    }

    private static final class TextMaker implements RecordMaker {
        private final Packing packing;
        private final TextTarget target;
        private final long[] samplesPerClass;
        private final @Nullable TokenCounts counts;

        TextMaker(Packing packing, TextTarget target, int classes, @Nullable TokenCounts counts) {
            this.packing = packing;
            this.target = target;
            this.samplesPerClass = new long[classes];
            this.counts = counts;
        }

        @Override
        public void add(ShardContent.Sample sample, RecordTarget records) throws IOException {
            TokenizedDocument document = TokenizedDocument.ofBytes(sample.payload());
            packing.add(
                    sample.source(),
                    document.withLabel(global(document.label(), sample.labels())),
                    (record, source) -> write(record, source, records));
        }

        /** The document's own numbers of classes and tags become those of the manifest. */
        private static TextRecord.Label global(TextRecord.Label label, int[] numbers) {
            if (label instanceof TextRecord.Classes) {
                return new TextRecord.Classes(numbers);
            }
            if (label instanceof TextRecord.Tags own) {
                short[] tags = own.tags().clone();
                for (int i = 0; i < tags.length; i++) {
                    tags[i] = tags[i] == TextRecord.NO_TAG ? TextRecord.NO_TAG : (short) numbers[tags[i]];
                }
                return new TextRecord.Tags(tags);
            }
            return label;
        }

        @Override
        public void finish(RecordTarget records) throws IOException {
            packing.finish((record, source) -> write(record, source, records));
        }

        private void write(TextRecord record, String source, RecordTarget records) throws IOException {
            if (record.label() instanceof TextRecord.Classes classes) {
                for (int label : classes.labels()) {
                    samplesPerClass[label]++;
                }
            }
            if (counts != null) {
                counts.add(record);
            }
            // A document without an answer is labelled with nothing until its place in the record is known.
            boolean unanswered = target == TextTarget.SPAN && record.label() instanceof TextRecord.None;
            records.write(
                    unanswered ? new TextRecord(record.ids(), record.flags(), TextRecord.Span.NONE) : record, source);
        }

        @Override
        public long[] samplesPerClass() {
            return samplesPerClass;
        }

        @Override
        public ShardStatistics statistics() {
            return counts == null ? new ShardStatistics.None() : new ShardStatistics.Tokens(counts);
        }
    }
}
