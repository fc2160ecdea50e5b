package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Counts;
import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.storage.DataFormatException;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.JobResult;
import io.sparkformer.jobs.config.RetentionConfig;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** What both jobs do: find out what there is to do, do it, and say what there is now. */
final class PreparationRun {
    private final JobContext context;

    PreparationRun(JobContext context) {
        this.context = context;
    }

    /**
     * Runs.
     *
     * @param listing lists what there is
     * @param keys that decide about the shards
     * @param options the driver's
     * @param modality the tasks'
     * @param assembly makes what the manifest says of the records; asked for where something is prepared
     */
    JobResult run(
            Supplier<Inputs> listing,
            Function<Inputs, SortedMap<String, String>> keys,
            PreparationOptions options,
            Modality modality,
            Supplier<ContentAssembly> assembly)
            throws IOException {
        PreparedDirectory directory =
                new PreparedDirectory(context.hadoop(), context.output().path());
        directory.removeObsoleteStaging();
        Inputs inputs = listing.get();
        SortedMap<String, String> numericKeys = keys.apply(inputs);
        Plan plan = Plan.of(inputs, numericKeys, directory);
        boolean upToDate = plan instanceof Plan.UpToDate;
        if (!upToDate) {
            Preparation preparation =
                    new Preparation(context, options, modality, assembly.get(), numericKeys, inputs, directory);
            carryOut(plan, preparation);
        }
        directory.removeKeptUnits();
        directory.removeObsoleteStaging();
        removeOldVersions(options.retention());
        PreparedData prepared = PreparedData.open(context.hadoop(), directory.name());
        new PreparationSummary(context.summary()).put(prepared, upToDate);
        context.progress().message(describe(prepared, upToDate));
        return JobResult.succeeded();
    }

    private void removeOldVersions(RetentionConfig retention) throws IOException {
        Retention old =
                new Retention(retention, context.hadoop(), context.output().path());
        try {
            List<Long> removed = old.apply(Instant.now());
            context.summary().put("versionsRemoved", removed);
            if (!removed.isEmpty()) {
                context.progress().message("Removed older versions: " + removed);
            }
        } catch (DataFormatException damaged) {
            // What is prepared is sound, and which files belong to whom cannot be said.
            context.progress().message("All older versions stay, since one is damaged: " + damaged.getMessage());
        }
    }

    private static void carryOut(Plan plan, Preparation preparation) throws IOException {
        if (plan instanceof Plan.Append append) {
            preparation.append(append);
        } else if (plan instanceof Plan.Rebuild rebuild) {
            preparation.rebuild(rebuild);
        }
    }

    private static String describe(PreparedData prepared, boolean upToDate) {
        Manifest manifest = prepared.manifest();
        Counts counts = manifest.counts();
        long samples =
                manifest.splits().stream().mapToLong(split -> split.samples()).sum();
        return String.format(
                Locale.ROOT,
                "%s: version %d, %,d samples of %d classes; read %,d = written %,d + rejected %,d + removed %,d (ignored %,d)",
                upToDate ? "Up to date" : "Prepared",
                prepared.version(),
                samples,
                manifest.classes().size(),
                counts.read(),
                counts.written(),
                counts.rejected(),
                counts.removed(),
                counts.ignored());
    }
}
