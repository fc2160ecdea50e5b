package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.cli.Job;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.PrepareConfig;
import java.io.IOException;
import java.util.Locale;
import java.util.SortedMap;

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
        PreparedDirectory directory =
                new PreparedDirectory(context.hadoop(), context.output().path());
        directory.removeObsoleteStaging();

        Inputs inputs = Inputs.list(
                context.hadoop(), config, settings.rules(), context.output().path());
        SortedMap<String, String> numericKeys =
                PreparationSettings.numericKeys(context.configuration(), inputs, classes);
        Plan plan = Plan.of(inputs, numericKeys, directory);
        carryOut(plan, new Preparation(context, settings, numericKeys, inputs, directory));

        directory.removeObsoleteStaging();
        PreparedData prepared = PreparedData.open(context.hadoop(), directory.name());
        boolean upToDate = plan instanceof Plan.UpToDate;
        new PreparationSummary(context.summary()).put(prepared, upToDate);
        context.progress().message(describe(prepared, upToDate));
        return JobResult.succeeded();
    }

    private static void carryOut(Plan plan, Preparation preparation) throws IOException {
        if (plan instanceof Plan.Append append) {
            preparation.append(append);
        } else if (plan instanceof Plan.Rebuild rebuild) {
            preparation.rebuild(rebuild);
        }
    }

    private static String describe(PreparedData prepared, boolean upToDate) {
        Counts counts = prepared.manifest().counts();
        return String.format(
                Locale.ROOT,
                "%s: version %d, %,d samples of %d classes; read %,d = written %,d + rejected %,d (ignored %,d)",
                upToDate ? "Up to date" : "Prepared",
                prepared.version(),
                counts.written(),
                prepared.manifest().classes().size(),
                counts.read(),
                counts.written(),
                counts.rejected(),
                counts.ignored());
    }
}
