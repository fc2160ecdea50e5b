package io.sparkformer.jobs.evaluate;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** What a table says of samples: the rows of a stretch of them, one for each, in their order. */
interface SampleRows extends SampleUse<List<Row>> {
    /** The table's columns. */
    StructType schema();
}
