package io.sparkformer.jobs.tokenizer;

import io.sparkformer.jobs.cli.UserError;
import io.sparkformer.jobs.config.TextFormat;
import io.sparkformer.jobs.config.TokenizerConfig;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The texts of the inputs, by Spark's own readers: rows of one column of bytes, null where a row has no text. */
final class TextRows {
    private TextRows() {}

    /**
     * Reads what {@code tokenizer.inputs} names.
     *
     * @throws UserError where an input or the field is missing
     */
    static Dataset<Row> of(SparkSession spark, TokenizerConfig config) {
        String[] inputs = config.inputs().toArray(String[]::new);
        try {
            Dataset<Row> rows = read(spark.read(), config, inputs);
            requireText(rows, config);
            return rows.select(functions.col(column(config)).cast(DataTypes.BinaryType));
        } catch (Exception refused) {
            throw refusal(refused, config);
        }
    }

    private static Dataset<Row> read(DataFrameReader reader, TokenizerConfig config, String[] inputs) {
        return switch (config.format()) {
            case LINES -> reader.text(inputs);
            // With a schema Spark does not read everything once before, to find one.
            case JSONL -> reader.schema(structure(config.field())).json(inputs);
            case PARQUET -> reader.parquet(inputs);
        };
    }

    private static String column(TokenizerConfig config) {
        return config.format() == TextFormat.LINES ? "value" : config.field();
    }

    /** {@code a.b} as a structure {@code a} that has a text {@code b}. */
    private static StructType structure(String field) {
        int dot = field.lastIndexOf('.');
        StructType inner = new StructType().add(field.substring(dot + 1), DataTypes.StringType);
        return dot < 0 ? inner : structure(field.substring(0, dot), inner);
    }

    private static StructType structure(String field, StructType inner) {
        int dot = field.lastIndexOf('.');
        StructType outer = new StructType().add(field.substring(dot + 1), inner);
        return dot < 0 ? outer : structure(field.substring(0, dot), outer);
    }

    private static void requireText(Dataset<Row> rows, TokenizerConfig config) {
        StructField field = rows.select(functions.col(column(config))).schema().fields()[0];
        DataType type = field.dataType();
        if (!(type instanceof StringType) && !(type instanceof BinaryType)) {
            throw new UserError(
                    "tokenizer.field = " + config.field() + " is a column of " + type.simpleString() + ", not of text",
                    "Name a column of text");
        }
    }

    private static RuntimeException refusal(Exception refused, TokenizerConfig config) {
        List<String> inputs = config.inputs();
        if (refused instanceof AnalysisException || refused instanceof SparkException) {
            String message =
                    String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
            return new UserError(
                    "tokenizer.inputs = " + inputs + " cannot be read as "
                            + config.format().name().toLowerCase(Locale.ROOT) + ": " + message,
                    "Correct tokenizer.inputs, tokenizer.format or tokenizer.field",
                    refused);
        }
        return refused instanceof RuntimeException runtime ? runtime : new IllegalStateException(refused);
    }
}
