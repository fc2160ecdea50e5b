package io.sparkformer.jobs.duplicates;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.udf;

import io.sparkformer.data.cleaning.Sketch;
import io.sparkformer.jobs.config.NearDuplicatesConfig;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;

/**
 * Pairs of documents that are nearly the same. Documents that agree in a band are sorted, and each is compared with the one before it and
 * with the first: as many comparisons as documents, however many agree. Spark sorts them, on disk where memory is short.
 */
final class AlikePairs {
    /** The greater id of a pair, and the smaller one. */
    static final String GREATER = "greater";

    static final String SMALLER = "smaller";
    private static final String BAND = "band";
    private static final String COMPARED = "compared";

    private AlikePairs() {}

    /** Different pairs that agree in a band. */
    static Dataset<Row> candidates(Dataset<Row> sketches) {
        WindowSpec agreeing = Window.partitionBy(BAND).orderBy(Sketches.ID);
        return sketches.select(col(Sketches.ID), explode(col(Sketches.BANDS)).as(BAND))
                .select(
                        col(Sketches.ID).as(GREATER),
                        array(
                                        lag(Sketches.ID, 1).over(agreeing),
                                        first(Sketches.ID).over(agreeing))
                                .as(COMPARED))
                .select(col(GREATER), explode(col(COMPARED)).as(SMALLER))
                .where(col(SMALLER).lt(col(GREATER)))
                .distinct();
    }

    /** Those of the candidates that are alike enough. */
    static Dataset<Row> alike(Dataset<Row> candidates, Dataset<Row> sketches, NearDuplicatesConfig config) {
        UserDefinedFunction similarity = similarity(config.sketch());
        Dataset<Row> greater = sketches.select(
                col(Sketches.ID).as(GREATER), col(Sketches.SMALLEST).as("ofGreater"));
        Dataset<Row> smaller = sketches.select(
                col(Sketches.ID).as(SMALLER), col(Sketches.SMALLEST).as("ofSmaller"));
        return candidates
                .join(greater, GREATER)
                .join(smaller, SMALLER)
                .where(similarity.apply(col("ofGreater"), col("ofSmaller")).geq(config.similarity()))
                .select(GREATER, SMALLER);
    }

    private static UserDefinedFunction similarity(int size) {
        UDF2<scala.collection.Seq<Long>, scala.collection.Seq<Long>, Double> share =
                (left, right) -> Sketch.similarity(longs(left), longs(right), size);
        return udf(share, DataTypes.DoubleType);
    }

    private static long[] longs(scala.collection.Seq<Long> values) {
        List<Long> list = scala.jdk.javaapi.CollectionConverters.asJava(values);
        return list.stream().mapToLong(Long::longValue).toArray();
    }
}
