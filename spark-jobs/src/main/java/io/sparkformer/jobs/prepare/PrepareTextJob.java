package io.sparkformer.jobs.prepare;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.PrepareTextConfig;
import java.io.IOException;
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
        return new PreparationRun(context)
                .run(
                        () -> Inputs.listTexts(
                                context.hadoop(),
                                config,
                                modality.rules(),
                                context.output().path()),
                        inputs -> settings.numericKeys(context.configuration(), inputs),
                        settings.options(),
                        modality,
                        () -> new TextAssembly(
                                JavaSparkContext.fromSparkContext(
                                        context.spark().sparkContext()),
                                modality,
                                config.statisticsSplit()));
    }
}
