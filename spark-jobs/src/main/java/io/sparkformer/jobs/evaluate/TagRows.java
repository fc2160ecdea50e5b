package io.sparkformer.jobs.evaluate;

import io.sparkformer.data.shard.TextRecord;
import io.sparkformer.data.shard.TokenFlags;
import io.sparkformer.jobs.runtime.Inference;
import io.sparkformer.jobs.runtime.Predictions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The tags of texts, one for each word, and the words as the tokenizer writes them.
 *
 * @param tags their names
 */
record TagRows(List<String> tags) implements SampleRows {
    private static final long serialVersionUID = 1;

    @Override
    public StructType schema() {
        return new StructType()
                .add("source", DataTypes.StringType, false)
                .add("words", DataTypes.createArrayType(DataTypes.StringType, false), false)
                .add("tags", DataTypes.createArrayType(DataTypes.StringType, false), false)
                .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType, false), false)
                .add("labels", DataTypes.createArrayType(DataTypes.StringType, false), false);
    }

    @Override
    public List<Row> of(Inference model, SampleRange range) throws IOException {
        Predictions predictions = model.predict(range.from(), range.to(), 1);
        List<Row> rows = new ArrayList<>();
        int next = 0;
        for (long sample = range.from(); sample < range.to(); sample++) {
            int first = next;
            while (next < predictions.samples() && predictions.sample(next) == sample) {
                next++;
            }
            rows.add(row(model, sample, predictions, first, next));
        }
        return rows;
    }

    private Row row(Inference model, long sample, Predictions predictions, int from, int to) throws IOException {
        String[] guesses = new String[to - from];
        Float[] probabilities = new Float[to - from];
        String[] labels = new String[to - from];
        for (int word = 0; word < guesses.length; word++) {
            guesses[word] = tags.get(predictions.ranked(from + word, 0));
            probabilities[word] = predictions.probability(from + word, 0);
            labels[word] = tags.get(predictions.label(from + word));
        }
        return RowFactory.create(
                model.source(sample), words(model, model.text(sample)), guesses, probabilities, labels);
    }

    /** A word begins with a tagged token, and ends before the next one or a special token. */
    private static String[] words(Inference model, TextRecord text) throws IOException {
        List<String> words = new ArrayList<>();
        short[] marks = text.tags();
        for (int first = 0; first < text.count(); first++) {
            if (marks[first] != TextRecord.NO_TAG) {
                int end = first + 1;
                while (end < text.count() && marks[end] == TextRecord.NO_TAG && !text.has(end, TokenFlags.SPECIAL)) {
                    end++;
                }
                words.add(model.decode(Arrays.copyOfRange(text.ids(), first, end)));
            }
        }
        return words.toArray(String[]::new);
    }
}
