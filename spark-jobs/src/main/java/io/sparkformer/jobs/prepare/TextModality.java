package io.sparkformer.jobs.prepare;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.SourceText;
import io.sparkformer.data.source.TextFiles;
import io.sparkformer.data.source.TextReader;
import io.sparkformer.data.source.TextRules;
import io.sparkformer.data.source.UnitSize;
import io.sparkformer.data.source.UnitSummary;
import io.sparkformer.data.text.DocumentTokenizer;
import io.sparkformer.data.text.Packing;
import io.sparkformer.data.text.PackingRules;
import io.sparkformer.data.text.RejectedTextException;
import io.sparkformer.data.text.TokenCounts;
import io.sparkformer.data.text.TokenizedDocument;
import io.sparkformer.data.text.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Texts: how many records a document becomes, the packing says.
 *
 * @param schema of the records
 * @param rules decide how documents are read
 * @param packing decides how they become records
 * @param resources what tokenizing needs, by content: tasks read no file but the inputs
 */
record TextModality(TextSchema schema, TextRules rules, PackingRules packing, TokenizingResources resources)
        implements Modality {
    @Override
    public long shardCapacity(long shardBytes) {
        return packing.capacity(schema, shardBytes);
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

    @Override
    public Decoding<SourceText> decoding() {
        return new TextDecoding(rules, packing, resources.documentTokenizer());
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

    private record TextDecoding(TextRules rules, PackingRules packing, DocumentTokenizer tokenizer)
            implements Decoding<SourceText> {
        @Override
        public UnitSummary read(Configuration hadoop, InputUnit unit, Consumer<SourceText> consumer)
                throws IOException {
            return TextReader.read(hadoop, (TextFiles) unit, rules, consumer);
        }

        @Override
        public SampleKey key(SourceText input) {
            return SampleKey.of(input.split(), input.source());
        }

        @Override
        public DecodedInput decode(SourceText input) {
            if (input instanceof SourceText.Rejected refused) {
                return new DecodedInput.Rejected(List.of(), refused.reason().name(), refused.message());
            }
            SourceText.Document document = (SourceText.Document) input;
            List<String> names = DocumentTokenizer.names(document.content());
            try {
                TokenizedDocument tokens = tokenizer.tokenize(document.content());
                packing.check(tokens, tokenizer.tokenizer());
                return new DecodedInput.Accepted(
                        names, packing.weight(tokens, tokenizer.tokenizer()), tokens.toBytes());
            } catch (RejectedTextException rejected) {
                String message = String.valueOf(rejected.getMessage());
                return new DecodedInput.Rejected(names, rejected.reason().name(), message);
            }
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
