package io.sparkformer.jobs.prepare;

import io.sparkformer.data.cleaning.Cleaned;
import io.sparkformer.data.cleaning.DocumentCleaner;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.source.SourceText;
import io.sparkformer.data.text.TextDocument;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.config.PrepareTextConfig;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** The documents that {@code prepare-text} would make tokens of: read and cleaned as it does, for jobs that compare them. */
public final class CleanedDocuments {
    private CleanedDocuments() {}

    /** Makes rows of documents; each task has its own copy. */
    @FunctionalInterface
    public interface RowMaker extends Serializable {
        /**
         * The row of a document.
         *
         * @param id by which {@code prepare-text} sorts it
         * @param source its source id
         */
        Row row(long id, String source, TextDocument document);
    }

    /** A row for each document that is neither rejected by its reader nor removed by a filter. */
    public static JavaRDD<Row> rows(JobContext context, RowMaker maker) throws IOException {
        PrepareTextConfig config = context.experiment().prepareText();
        TextModality modality = TextSettings.read(context.hadoop(), config).modality();
        List<String> inputs =
                PrepareTextJob.withSnapshots(context, config, modality.rules().fields());
        Inputs listed = Inputs.listTexts(
                context.hadoop(),
                config,
                inputs,
                modality.rules(),
                context.output().path());
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(context.spark().sparkContext());
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        Broadcast<byte[]> what = spark.broadcast(TaskBytes.of(modality));
        List<byte[]> units = listed.units().stream().map(TaskBytes::of).toList();
        return spark.parallelize(units, Math.max(1, units.size()))
                .flatMap(unit -> rows(
                        TaskBytes.to(TextModality.class, what.value()),
                        TaskBytes.to(InputUnit.class, unit),
                        hadoop.value().value(),
                        maker));
    }

    private static Iterator<Row> rows(TextModality modality, InputUnit unit, Configuration hadoop, RowMaker maker) {
        PulledInputs<TextModality.TextOfFile> texts =
                new PulledInputs<>(consumer -> modality.read(hadoop, unit, consumer));
        TaskCompletionListener closing = ended -> texts.close();
        TaskContext.get().addTaskCompletionListener(closing);
        DocumentCleaner cleaner = new DocumentCleaner(modality.cleaning());
        Iterable<TextModality.TextOfFile> all = () -> texts;
        Stream<Row> rows = StreamSupport.stream(all.spliterator(), false)
                .map(text -> row(text.text(), cleaner, maker))
                .filter(Objects::nonNull);
        return rows.iterator();
    }

    private static @Nullable Row row(SourceText text, DocumentCleaner cleaner, RowMaker maker) {
        if (text instanceof SourceText.Document document
                && cleaner.clean(document.content()) instanceof Cleaned.Kept kept) {
            return maker.row(SampleKey.hashOf(text.source()), text.source(), kept.document());
        }
        return null;
    }
}
