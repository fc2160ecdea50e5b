package io.sparkformer.jobs.evaluate;

import io.sparkformer.jobs.runtime.Inference;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What a table says of samples, a row for each. Travels to executors. */
interface SampleRows extends Serializable {
    /** The table's columns. */
    StructType schema();

    /** The rows of a stretch of samples, in their order. */
    List<Row> of(Inference model, SampleRange range) throws IOException;
}
