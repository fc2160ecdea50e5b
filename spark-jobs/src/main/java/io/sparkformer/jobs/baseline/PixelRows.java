package io.sparkformer.jobs.baseline;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.SplitReader;
import io.sparkformer.data.shard.ImageRecord;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** A split as rows of a label and pixel/255, in the order of the samples. */
final class PixelRows implements FlatMapFunction<Integer, Row> {
    /** The column of labels. */
    static final String LABEL = "label";

    /** The column of pixels. */
    static final String FEATURES = "features";

    private static final long serialVersionUID = 1L;
    private static final double GREATEST = 255;

    private final Broadcast<SerializableConfiguration> hadoop;
    private final String directory;
    private final String manifestSha256;
    private final String split;
    private final int partitions;

    private PixelRows(
            Broadcast<SerializableConfiguration> hadoop, PreparedData prepared, String split, int partitions) {
        this.hadoop = hadoop;
        this.directory = prepared.directory().toString();
        this.manifestSha256 = prepared.manifestSha256();
        this.split = split;
        this.partitions = partitions;
    }

    /** The rows of a split, in so many partitions. */
    static Dataset<Row> of(SparkSession spark, PreparedData prepared, String split, int partitions) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> hadoop =
                context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
        List<Integer> numbers = IntStream.range(0, partitions).boxed().toList();
        return spark.createDataFrame(
                context.parallelize(numbers, partitions).flatMap(new PixelRows(hadoop, prepared, split, partitions)),
                schema(prepared.manifest().classes().size()));
    }

    /** The number of classes goes with the column, so that no pass over the data has to find it. */
    private static StructType schema(int classes) {
        Metadata labels = NominalAttribute.defaultAttr()
                .withName(LABEL)
                .withNumValues(classes)
                .toMetadata();
        return new StructType(new StructField[] {
            new StructField(LABEL, DataTypes.DoubleType, false, labels),
            new StructField(FEATURES, SQLDataTypes.VectorType(), false, Metadata.empty())
        });
    }

    @Override
    public Iterator<Row> call(Integer partition) throws IOException {
        PreparedData prepared = PreparedData.open(hadoop.value().value(), directory);
        if (!prepared.manifestSha256().equals(manifestSha256)) {
            throw new UserError("data.directory = " + directory + " was prepared anew while it was read", "Run again");
        }
        SplitReader<ImageRecord> reader = prepared.split(split);
        TaskCompletionListener closing = ended -> close(reader);
        TaskContext.get().addTaskCompletionListener(closing);
        long first = reader.samples() * partition / partitions;
        long end = reader.samples() * (partition + 1) / partitions;
        return LongStream.range(first, end)
                .mapToObj(sample -> row(reader, sample))
                .iterator();
    }

    private static Row row(SplitReader<ImageRecord> reader, long sample) {
        try {
            ImageRecord image = reader.read(sample);
            double[] pixels = new double[image.patches().length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (image.patches()[i] & 0xFF) / GREATEST;
            }
            return RowFactory.create((double) image.label(), Vectors.dense(pixels));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void close(SplitReader<ImageRecord> reader) {
        try {
            reader.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
