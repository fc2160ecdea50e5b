package io.sparkformer.jobs.prepare;

import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.PrepareConfig;
import java.io.IOException;

/**
 * Turns image files into shards and a manifest, as {@code docs/preparation.md} describes it. Running it again with
 * unchanged inputs and configuration does nothing, with more inputs adds them, with other changes prepares all anew;
 * versions that were published before stay as they are.
 */
public final class PrepareImagesJob implements Job {
    @Override
    public JobResult run(JobContext context) throws IOException {
        PrepareConfig config = context.experiment().prepare();
        ClassList classes = ClassList.read(context.hadoop(), config);
        PreparationSettings settings = PreparationSettings.of(config, classes.index());
        return new PreparationRun(context)
                .run(
                        () -> Inputs.list(
                                context.hadoop(),
                                config,
                                settings.rules(),
                                context.output().path()),
                        inputs -> PreparationSettings.numericKeys(context.configuration(), inputs, classes),
                        settings.options(config),
                        new ImageModality(settings),
                        () -> new ImageAssembly(settings.schema(), config.statisticsSplit()));
    }
}
