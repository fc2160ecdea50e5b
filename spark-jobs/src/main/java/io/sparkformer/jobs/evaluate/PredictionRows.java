package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Predictions;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Predictions as table rows. */
final class PredictionRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<String> classes;

    PredictionRows(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    Row row(Predictions predictions, int index, String source) {
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
