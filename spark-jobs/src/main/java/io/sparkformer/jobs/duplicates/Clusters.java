package io.sparkformer.jobs.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which documents hang together by pairs: connected components by large stars and small stars in turn (Kiveris et al. 2014, Connected
 * components in MapReduce and beyond), until every document points to the smallest id of its cluster. Nothing but pairs is ever held,
 * by Spark.
 */
final class Clusters {
    private static final String GREATER = AlikePairs.GREATER;
    private static final String SMALLER = AlikePairs.SMALLER;
    private static final String LEAST = "least";

    /** More than any corpus takes: each step at least halves the longest way. */
    private static final int MOST_STEPS = 64;

    private final UnaryOperator<Dataset<Row>> kept;

    /**
     * Finds clusters.
     *
     * @param kept makes a table once, for all steps that read it
     */
    Clusters(UnaryOperator<Dataset<Row>> kept) {
        this.kept = kept;
    }

    /** For each document that is not the smallest of its cluster that smallest one, as pairs. */
    Dataset<Row> of(Dataset<Row> pairs) {
        Dataset<Row> edges = kept.apply(pairs);
        Row state = state(edges);
        for (int step = 0; step < MOST_STEPS; step++) {
            edges = kept.apply(smallStar(largeStar(edges)));
            Row next = state(edges);
            if (next.equals(state)) {
                return edges;
            }
            state = next;
        }
        throw new IllegalStateException("the clusters of near-duplicates are not found after " + MOST_STEPS + " steps");
    }

    /** Tells sets of pairs apart. */
    private static Row state(Dataset<Row> edges) {
        return edges.agg(
                        count(lit(1)),
                        sum(xxhash64(col(GREATER), col(SMALLER)).cast(DataTypes.createDecimalType(38, 0))))
                .head();
    }

    /** All greater neighbours of a document point to the smallest one, itself included. */
    private static Dataset<Row> largeStar(Dataset<Row> edges) {
        Dataset<Row> both =
                edges.union(edges.select(col(SMALLER).as(GREATER), col(GREATER).as(SMALLER)));
        Dataset<Row> smallest = both.groupBy(GREATER)
                .agg(min(SMALLER).as(LEAST))
                .select(col(GREATER).as("node"), least(col(GREATER), col(LEAST)).as(LEAST));
        return both.select(col(GREATER).as("node"), col(SMALLER).as("neighbour"))
                .join(smallest, "node")
                .where(col("neighbour").gt(col("node")))
                .select(col("neighbour").as(GREATER), col(LEAST).as(SMALLER))
                .distinct();
    }

    /** A document and all smaller neighbours point to the smallest one. */
    private static Dataset<Row> smallStar(Dataset<Row> edges) {
        Dataset<Row> smallest = edges.groupBy(GREATER).agg(min(SMALLER).as(LEAST));
        Dataset<Row> neighbours = edges.join(smallest, GREATER)
                .select(col(SMALLER).as(GREATER), col(LEAST).as(SMALLER));
        return neighbours
                .union(smallest.select(col(GREATER), col(LEAST).as(SMALLER)))
                .where(col(GREATER).gt(col(SMALLER)))
                .distinct();
    }
}
