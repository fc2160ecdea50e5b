package io.sparkformer.jobs.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;

import io.sparkformer.data.storage.Checksums;
import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.PrepareTextConfig;
import io.sparkformer.jobs.config.TextFieldsConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * A table of Spark's catalog as Parquet files that change no more: what is listed is what is read. The files follow from the rows
 * alone, not from how the table keeps them, and a table that has not changed keeps its files.
 */
final class TableSnapshot {
    private static final long ROWS_PER_FILE = 100_000;

    /** Hexadecimal digits that a 64-bit number has room for. */
    private static final int DIGITS = 15;

    private static final int NAME_CHARACTERS = 16;

    private final SparkSession spark;
    private final Configuration hadoop;
    private final Path directory;

    /**
     * Snapshots below a directory.
     *
     * @param directory that is prepared
     */
    TableSnapshot(SparkSession spark, Configuration hadoop, Path directory) {
        this.spark = spark;
        this.hadoop = hadoop;
        this.directory = new Path(directory, "tables");
    }

    /**
     * The files of a table's rows as they are now.
     *
     * @param name of the table or view
     * @param fields of a document: other columns are left out
     * @return their folder, which is called as the table
     * @throws UserError if there is no such table, or nothing tells its rows apart
     */
    Path of(String name, TextFieldsConfig fields) throws IOException {
        Dataset<Row> rows = columns(table(name), name, fields);
        Content content = content(rows, name);
        Path version = new Path(directory, content.name());
        Path folder = new Path(version, name);
        FileSystem fileSystem = directory.getFileSystem(hadoop);
        if (!fileSystem.exists(folder)) {
            removeOthers(fileSystem, name);
            write(fileSystem, rows, fields.id(), content, folder);
        }
        return folder;
    }

    private Dataset<Row> table(String name) {
        try {
            return spark.table(name);
        } catch (Exception unknown) { // Scala declares no checked exceptions
            if (unknown instanceof AnalysisException) {
                throw new UserError(
                        "prepare-text.inputs = " + PrepareTextConfig.TABLE + name
                                + ": Spark's catalog has no such table: "
                                + String.valueOf(unknown.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        "Correct the name, or give Spark the settings of your catalog",
                        unknown);
            }
            throw unknown;
        }
    }

    private static Dataset<Row> columns(Dataset<Row> table, String name, TextFieldsConfig fields) {
        List<String> there = List.of(table.columns());
        if (!there.contains(fields.id())) {
            throw new UserError(
                    "prepare-text.fields.id = \"" + fields.id() + "\": the rows of the table " + name
                            + " have no order, and a column must tell them apart; it has " + there,
                    "Name the column with the documents' ids");
        }
        Column[] wanted = Stream.of(
                        fields.id(),
                        fields.text(),
                        fields.secondText(),
                        fields.label(),
                        fields.tokens(),
                        fields.tags(),
                        fields.answer(),
                        fields.answerStart(),
                        fields.split())
                .map(field -> there.contains(field) ? field : field.split("\\.", 2)[0]) // a.b is b in the structure a
                .filter(there::contains)
                .distinct()
                .map(column -> col("`" + column + "`"))
                .toArray(Column[]::new);
        return table.select(wanted);
    }

    /**
     * What a table holds, whatever the order of its rows.
     *
     * @param rows how many
     * @param name follows from all of them
     */
    private record Content(long rows, String name) {}

    private static Content content(Dataset<Row> rows, String name) {
        Column digest = sha2(
                to_json(struct(Arrays.stream(rows.columns())
                        .map(column -> col("`" + column + "`"))
                        .toArray(Column[]::new))),
                256);
        Row sums = rows.select(digest.as("digest"))
                .agg(count(lit(1)), part(1), part(1 + DIGITS))
                .first();
        String described = name + rows.schema().json() + sums;
        return new Content(
                sums.getLong(0),
                Checksums.sha256Hex(described.getBytes(StandardCharsets.UTF_8)).substring(0, NAME_CHARACTERS));
    }

    /** The sum of some digits of the rows' digests: the same in every order. */
    private static Column part(int from) {
        Column number = conv(substring(col("digest"), from, DIGITS), 16, 10).cast(DataTypes.createDecimalType(38, 0));
        return coalesce(sum(number), lit(0));
    }

    private void removeOthers(FileSystem fileSystem, String name) throws IOException {
        if (!fileSystem.exists(directory)) {
            return;
        }
        for (FileStatus version : fileSystem.listStatus(directory)) {
            if (version.getPath().getName().startsWith(".") || fileSystem.exists(new Path(version.getPath(), name))) {
                fileSystem.delete(version.getPath(), true);
            }
        }
    }

    /** A row's file follows from its id. */
    private void write(FileSystem fileSystem, Dataset<Row> rows, String id, Content content, Path folder)
            throws IOException {
        Path aside = new Path(directory, "." + UUID.randomUUID());
        int files = Math.toIntExact(Math.max(1, (content.rows() + ROWS_PER_FILE - 1) / ROWS_PER_FILE));
        rows.repartition(files, col("`" + id + "`")).write().parquet(aside.toString());
        Path named = new Path(aside, folder.getName());
        fileSystem.mkdirs(named);
        for (FileStatus file : fileSystem.listStatus(aside)) {
            String part = file.getPath().getName();
            if (part.startsWith("part-")) {
                String number = part.split("-", 3)[1];
                rename(fileSystem, file.getPath(), new Path(named, number + ".parquet"));
            }
        }
        fileSystem.mkdirs(folder.getParent());
        rename(fileSystem, named, folder);
        fileSystem.delete(aside, true);
    }

    private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
        if (!fileSystem.rename(from, to)) {
            throw new IOException("Cannot rename " + from + " to " + to);
        }
    }
}
