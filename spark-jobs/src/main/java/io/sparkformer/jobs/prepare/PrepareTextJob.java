package io.sparkformer.jobs.prepare;

import io.sparkformer.data.source.TextFields;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.PrepareTextConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Turns texts into shards of tokens and a manifest, as {@code docs/preparation-text.md} describes it; run again, it does
 * what {@link PrepareImagesJob} does.
 */
public final class PrepareTextJob implements Job {
    @Override
    public JobResult run(JobContext context) throws IOException {
        PrepareTextConfig config = context.experiment().prepareText();
        TextSettings settings = TextSettings.read(context.hadoop(), config);
        TextModality modality = settings.modality();
        context.progress()
                .message("Tokens come of " + modality.resources().tokenizer().engine());
        List<String> inputs = withSnapshots(context, config, modality.rules().fields());
        return new PreparationRun(context)
                .run(
                        () -> Inputs.listTexts(
                                context.hadoop(),
                                config,
                                inputs,
                                modality.rules(),
                                context.output().path()),
                        listed -> settings.numericKeys(context.configuration(), listed),
                        settings.options(),
                        modality,
                        () -> new TextAssembly(
                                JavaSparkContext.fromSparkContext(
                                        context.spark().sparkContext()),
                                modality,
                                config.statisticsSplit()));
    }

    /** The inputs, with a folder of files in the place of each table. */
    static List<String> withSnapshots(JobContext context, PrepareTextConfig config, TextFields fields)
            throws IOException {
        List<String> inputs = new ArrayList<>();
        for (String input : config.inputs()) {
            inputs.add(input.startsWith(PrepareTextConfig.TABLE) ? snapshot(context, fields, input) : input);
        }
        return inputs;
    }

    private static String snapshot(JobContext context, TextFields fields, String input) throws IOException {
        String table = input.substring(PrepareTextConfig.TABLE.length());
        return new TableSnapshot(
                        context.spark(), context.hadoop(), context.output().path())
                .of(table, fields)
                .toString();
    }
}
