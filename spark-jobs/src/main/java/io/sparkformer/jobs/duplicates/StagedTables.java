package io.sparkformer.jobs.duplicates;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Tables between the steps of a job, as files: unlike what executors hold, they outlive them, and are made once. */
final class StagedTables {
    private final Path directory;
    private int tables;

    StagedTables(Path directory) {
        this.directory = directory;
    }

    /** Makes a table now. */
    Dataset<Row> keep(Dataset<Row> table) {
        String path = new Path(directory, "table-" + tables++).toString();
        table.write().mode(SaveMode.Overwrite).parquet(path);
        return table.sparkSession().read().schema(table.schema()).parquet(path);
    }

    void remove(Configuration hadoop) throws IOException {
        directory.getFileSystem(hadoop).delete(directory, true);
    }
}
