package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Samples as vectors.
 *
 * @param classes names of the classes
 */
record EmbeddingRows(List<String> classes) implements SampleRows {
    @Override
    public StructType schema() {
        return new StructType()
                .add("source", DataTypes.StringType, false)
                .add("labels", DataTypes.createArrayType(DataTypes.StringType, false), false)
                .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    }

    @Override
    public boolean ofFeatures() {
        return true;
    }

    @Override
    public List<Row> of(Inference model, SampleRange range) throws IOException {
        float[][] features = model.features(range.from(), range.to());
        List<Row> rows = new ArrayList<>(features.length);
        for (int i = 0; i < features.length; i++) {
            long sample = range.from() + i;
            String[] labels =
                    Arrays.stream(model.labels(sample)).mapToObj(classes::get).toArray(String[]::new);
            rows.add(RowFactory.create(model.source(sample), labels, features[i]));
        }
        return rows;
    }
}
