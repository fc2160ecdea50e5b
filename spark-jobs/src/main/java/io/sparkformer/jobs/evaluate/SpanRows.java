package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TextRecord.Span;
import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The answers found in texts: their tokens' places in the records, and their text as the tokenizer writes it. */
record SpanRows() implements SampleRows {
    private static final long serialVersionUID = 1;

    @Override
    public StructType schema() {
        return new StructType()
                .add("source", DataTypes.StringType, false)
                .add("answer", DataTypes.StringType, true)
                .add("first", DataTypes.IntegerType, true)
                .add("last", DataTypes.IntegerType, true)
                .add("probability", DataTypes.FloatType, false)
                .add("label", DataTypes.StringType, true);
    }

    @Override
    public List<Row> of(Inference model, SampleRange range) throws IOException {
        List<SpanGuess> guesses =
                model.read(range.from(), range.to(), (text, logits, loss) -> SpanGuess.of(text, logits));
        List<Row> rows = new ArrayList<>(guesses.size());
        for (int i = 0; i < guesses.size(); i++) {
            rows.add(row(model, range.from() + i, guesses.get(i)));
        }
        return rows;
    }

    private static Row row(Inference model, long sample, SpanGuess guess) throws IOException {
        TextRecord text = model.text(sample);
        boolean none = SpanCounts.isNone(text, guess.span());
        return RowFactory.create(
                model.source(sample),
                words(model, text, guess.span()),
                none ? null : guess.span().first(),
                none ? null : guess.span().last(),
                guess.probability(),
                words(model, text, text.span()));
    }

    private static @Nullable String words(Inference model, TextRecord text, Span span) throws IOException {
        return SpanCounts.isNone(text, span) ? null : model.decode(SpanCounts.tokens(text, span));
    }
}
