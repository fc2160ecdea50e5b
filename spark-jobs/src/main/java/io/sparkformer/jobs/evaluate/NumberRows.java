package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The numbers that a model gives texts, beside their own. */
record NumberRows() implements SampleRows {
    private static final long serialVersionUID = 1;

    @Override
    public StructType schema() {
        return new StructType()
                .add("source", DataTypes.StringType, false)
                .add("prediction", DataTypes.FloatType, false)
                .add("label", DataTypes.FloatType, false);
    }

    @Override
    public List<Row> of(Inference model, SampleRange range) throws IOException {
        NumberGuesses guesses = NumberGuesses.of(model, range);
        List<Row> rows = new ArrayList<>(guesses.count());
        for (int i = 0; i < guesses.count(); i++) {
            rows.add(RowFactory.create(model.source(range.from() + i), guesses.values()[i], guesses.truth()[i]));
        }
        return rows;
    }
}
