package io.sparkformer.data.text;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Label;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.data.shard.TextRecord.Tags;
import io.sparkformer.data.text.DocumentPieces.Piece;
import io.sparkformer.data.text.SpecialTokenTemplate.Frame;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Each document by itself, with the special tokens around it: one record, or with {@link TooLong#SPLIT} as many as it
 * takes, whose sources end in {@code @0}, {@code @1}, ... where there are several.
 */
final class DocumentPacking implements Packing {
    private final int length;
    private final SpecialTokenTemplate template;
    private final TooLong tooLong;

    DocumentPacking(int length, SpecialTokenTemplate template, TooLong tooLong) {
        this.length = length;
        this.template = template;
        this.tooLong = tooLong;
    }

    @Override
    public void add(String source, TokenizedDocument document, Records records) throws IOException {
        List<Piece> pieces = tooLong == TooLong.SPLIT
                ? DocumentPieces.split(document, length, template)
                : List.of(DocumentPieces.truncate(document, length, template));
        for (int i = 0; i < pieces.size(); i++) {
            records.add(record(document, pieces.get(i)), pieces.size() == 1 ? source : source + "@" + i);
        }
    }

    @Override
    public void finish(Records records) {
        // Nothing waits.
    }

    private TextRecord record(TokenizedDocument document, Piece piece) {
        TokenRun second = document.second();
        Frame frame = second == null ? template.single() : template.pair();
        RecordBuilder builder = new RecordBuilder(length).add(frame.before());
        int firstAt = builder.size();
        builder.add(document.first().slice(piece.firstFrom(), piece.firstTo()));
        builder.add(frame.between());
        int secondAt = builder.size();
        if (second != null) {
            builder.add(second.slice(piece.secondFrom(), piece.secondTo()), frame.secondFlags());
        }
        builder.add(frame.after());
        if (piece.firstFrom() == 0 && piece.secondFrom() == 0) {
            builder.markStart(0);
        }
        Label label = second == null
                ? label(document.label(), piece.firstFrom(), piece.firstTo(), firstAt, builder.size())
                : label(document.label(), piece.secondFrom(), piece.secondTo(), secondAt, builder.size());
        return builder.record(label);
    }

    /** A span or tags, of which only a part may be there, at their places in the record. */
    private static Label label(Label label, int from, int to, int at, int size) {
        if (label instanceof Span span) {
            return span.first() >= from && span.last() < to
                    ? new Span(span.first() - from + at, span.last() - from + at)
                    : Span.NONE;
        }
        if (label instanceof Tags tags) {
            short[] placed = new short[size];
            Arrays.fill(placed, TextRecord.NO_TAG);
            System.arraycopy(tags.tags(), from, placed, at, to - from);
            return new Tags(placed);
        }
        return label;
    }
}
