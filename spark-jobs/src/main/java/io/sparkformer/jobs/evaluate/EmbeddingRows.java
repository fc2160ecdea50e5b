package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.util.ArrayList;
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
                .add("label", DataTypes.StringType, false)
                .add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false), false);
    }

    @Override
    public List<Row> of(Inference model, SampleRange range) throws IOException {
        float[][] features = model.features(range.from(), range.to());
        List<Row> rows = new ArrayList<>(features.length);
        for (int i = 0; i < features.length; i++) {
            long sample = range.from() + i;
            rows.add(RowFactory.create(model.source(sample), classes.get(model.label(sample)), features[i]));
        }
        return rows;
    }
}
