package io.sparkformer.jobs.duplicates;

import static org.apache.spark.sql.functions.col;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.NearDuplicatesConfig;
import io.sparkformer.jobs.prepare.CleanedDocuments;
import io.sparkformer.jobs.prepare.NearDuplicateIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * {@code find-near-duplicates}: of the documents that {@code prepare-text} reads and cleans those that are nearly the same as another one.
 * Writes {@value #TABLE} for people, and for {@code prepare-text.cleaning.near-duplicates} the ids of those that need not stay.
 */
public final class FindNearDuplicatesJob implements Job {
    /** A row for each document of a cluster: {@code source}, {@code cluster} (the source of the one that stays), {@code stays}. */
    public static final String TABLE = "near-duplicates.parquet";

    private static final String CLUSTER = "cluster";
    private static final String STAYS = "stays";

    @Override
    public JobResult run(JobContext context) throws IOException {
        NearDuplicatesConfig config = context.experiment().nearDuplicates();
        SparkSession spark = context.spark();
        StagedTables staging = new StagedTables(context.output().resolve("staging"));
        Dataset<Row> sketches = staging.keep(
                spark.createDataFrame(CleanedDocuments.rows(context, new Sketches(config.rules())), Sketches.SCHEMA));
        Dataset<Row> candidates = staging.keep(AlikePairs.candidates(sketches));
        Dataset<Row> members = new Clusters(staging::keep).of(AlikePairs.alike(candidates, sketches, config));
        write(context, members, sketches);
        long duplicates = writeIds(context, members);
        context.summary()
                .put("samples", sketches.count())
                .put("compared", candidates.count())
                .put("clusters", members.select(AlikePairs.SMALLER).distinct().count())
                .put("nearDuplicates", duplicates);
        staging.remove(context.hadoop());
        context.progress()
                .message(String.format(
                        Locale.ROOT,
                        "%,d near-duplicates in %s",
                        duplicates,
                        context.output().path()));
        return JobResult.succeeded();
    }

    private static void write(JobContext context, Dataset<Row> members, Dataset<Row> sketches) {
        Dataset<Row> stays = members.select(
                        col(AlikePairs.SMALLER).as(Sketches.ID),
                        col(AlikePairs.SMALLER).as("least"))
                .distinct();
        Dataset<Row> all = members.select(
                        col(AlikePairs.GREATER).as(Sketches.ID),
                        col(AlikePairs.SMALLER).as("least"))
                .union(stays);
        Dataset<Row> sources = sketches.select(Sketches.ID, Sketches.SOURCE);
        Dataset<Row> names = sources.select(
                col(Sketches.ID).as("least"), col(Sketches.SOURCE).as(CLUSTER));
        all.join(sources, Sketches.ID)
                .join(names, "least")
                .select(
                        col(Sketches.SOURCE),
                        col(CLUSTER),
                        col(Sketches.ID).equalTo(col("least")).as(STAYS))
                .orderBy(col(CLUSTER), col(STAYS).desc(), col(Sketches.SOURCE))
                .write()
                .mode(SaveMode.Overwrite)
                .parquet(context.output().resolve(TABLE).toString());
    }

    /** Eight bytes each are all that the driver holds of them. */
    private static long writeIds(JobContext context, Dataset<Row> members) throws IOException {
        long count = members.count();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Math.multiplyExact(Long.BYTES, count)));
        members.select(AlikePairs.GREATER)
                .orderBy(AlikePairs.GREATER)
                .toLocalIterator()
                .forEachRemaining(row -> bytes.putLong(row.getLong(0)));
        context.output().writeAtomically(NearDuplicateIds.FILE, bytes.array());
        return count;
    }
}
