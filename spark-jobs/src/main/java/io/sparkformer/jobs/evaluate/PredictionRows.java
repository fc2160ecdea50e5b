package io.sparkformer.jobs.evaluate;

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
import org.jspecify.annotations.Nullable;

/**
 * The likeliest classes of samples.
 *
 * @param classes names of the classes
 * @param topK how many are listed
 */
record PredictionRows(List<String> classes, int topK) implements SampleRows {
    @Override
    public StructType schema() {
        return new StructType()
                .add("source", DataTypes.StringType, false)
                .add("prediction", DataTypes.StringType, false)
                .add("probability", DataTypes.FloatType, false)
                .add("label", DataTypes.StringType, true)
                .add("classes", DataTypes.createArrayType(DataTypes.StringType, false), false)
                .add("probabilities", DataTypes.createArrayType(DataTypes.FloatType, false), false)
                .add("labels", DataTypes.createArrayType(DataTypes.StringType, false), false);
    }

    @Override
    public List<Row> of(Inference model, SampleRange range) throws IOException {
        Predictions predictions = model.predict(range.from(), range.to(), topK);
        List<Row> rows = new ArrayList<>(predictions.samples());
        for (int i = 0; i < predictions.samples(); i++) {
            rows.add(row(predictions, i, model.source(predictions.first() + i)));
        }
        return rows;
    }

    private Row row(Predictions predictions, int index, String source) {
        List<String> names = new ArrayList<>();
        List<Float> probabilities = new ArrayList<>();
        for (int place = 0; place < predictions.topK(); place++) {
            names.add(classes.get(predictions.ranked(index, place)));
            probabilities.add(predictions.probability(index, place));
        }
        return RowFactory.create(
                source,
                names.get(0),
                probabilities.get(0),
                label(predictions.labels(index)),
                names.toArray(String[]::new),
                probabilities.toArray(Float[]::new),
                Arrays.stream(predictions.labels(index)).mapToObj(classes::get).toArray(String[]::new));
    }

    /** The first of several; null where there is none. */
    private @Nullable String label(int[] labels) {
        return labels.length == 0 ? null : classes.get(labels[0]);
    }
}
