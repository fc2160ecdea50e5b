package io.sparkformer.jobs.prepare;

import io.sparkformer.data.manifest.Manifest;
import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.manifest.ShardStore;
import io.sparkformer.data.shard.TextSchema;
import io.sparkformer.data.shard.TextTarget;
import io.sparkformer.data.source.ClassIndex;
import io.sparkformer.data.source.InputUnit;
import io.sparkformer.data.storage.PublicationListener;
import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.UserError;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run that makes a new version. */
final class Preparation {
    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    private final JobContext context;
    private final PreparationOptions options;
    private final Modality modality;
    private final ContentAssembly assembly;
    private final SortedMap<String, String> numericKeys;
    private final Inputs inputs;
    private final PreparedDirectory directory;

    Preparation(
            JobContext context,
            PreparationOptions options,
            Modality modality,
            ContentAssembly assembly,
            SortedMap<String, String> numericKeys,
            Inputs inputs,
            PreparedDirectory directory) {
        this.context = context;
        this.options = options;
        this.modality = modality;
        this.assembly = assembly;
        this.numericKeys = numericKeys;
        this.inputs = inputs;
        this.directory = directory;
    }

    /** Reads everything and publishes the version after {@code previous}. */
    void rebuild(Plan.Rebuild plan) throws IOException {
        context.progress()
                .message("Reading everything (input files: " + inputs.files().size() + "): " + plan.reason());
        try (DecodedInputs decoded = decode(plan.units(), Duplicates.Published.NONE)) {
            ReadingReport report = decoded.report();
            Tally tally = Tally.of(null, report, inputs, classIndex());
            accept(tally, report);
            long version = 1;
            if (plan.previous() != null) {
                directory.removeDamagedShards(plan.previous().manifest());
                version = plan.previous().version() + 1;
            }
            publish(decoded, report, tally, null, version);
        }
    }

    /** Reads what is new and publishes the version that has it too, or everything if the labels would change. */
    void append(Plan.Append plan) throws IOException {
        Manifest kept = plan.prepared().manifest();
        long files =
                plan.units().stream().mapToLong(unit -> unit.files().size()).sum();
        context.progress().message("Reading what is new (input files: " + files + "); what was prepared before stays");
        try (DecodedInputs decoded = decode(plan.units(), published(plan.prepared()))) {
            ReadingReport report = decoded.report();
            Tally tally = Tally.of(kept, report, inputs, classIndex());
            List<String> names = Tally.names(kept);
            if (tally.classes().subList(0, names.size()).equals(names)) {
                accept(tally, report);
                publish(decoded, report, tally, plan.prepared(), plan.prepared().version() + 1);
                return;
            }
        }
        rebuild(new Plan.Rebuild(
                plan.prepared(), inputs.units(), "new classes come before old ones, and all labels change"));
    }

    private ClassIndex classIndex() {
        return options.classes();
    }

    private DecodedInputs decode(List<InputUnit> units, Duplicates.Published published) throws IOException {
        DecodedInputs decoded = new DecodedInputs(
                JavaSparkContext.fromSparkContext(context.spark().sparkContext()),
                units,
                options.unitSize(),
                modality,
                published,
                options.resumes() ? directory.keptUnits(numericKeys) : null,
                options.stratified());
        context.summary().put("unitsReused", decoded.reused());
        if (decoded.reused() > 0) {
            context.progress()
                    .message("A run that did not end has read some of it, parts of files: " + decoded.reused() + " of "
                            + decoded.units());
        }
        return decoded;
    }

    private static Duplicates.Published published(PreparedData kept) {
        return new Duplicates.Published(kept.directory().toString(), PreparedDirectory.fingerprints(kept.manifest()));
    }

    private void accept(Tally tally, ReadingReport report) {
        new PreparationSummary(context.summary()).put(tally.counts(), report);
        new Acceptance(options).check(tally, report);
        LOG.info(
                "Read {} inputs: {} samples, {} rejected {}, {} removed {}",
                report.read(),
                report.samples(),
                report.rejected(),
                report.rejectionsOfReasons(),
                report.removed(),
                report.accounts().removed());
    }

    private void publish(
            DecodedInputs decoded, ReadingReport report, Tally tally, @Nullable PreparedData kept, long version)
            throws IOException {
        String runId = PreparedDirectory.newRunId(version);
        ShardStore store = new ShardStore(context.hadoop(), directory.name(), PublicationListener.NONE);
        try {
            directory.removeUnpublished(version);
            ShardPlan plan = ShardPlan.of(report.sortedHashes(), modality.shardCapacity(options.shardBytes()));
            List<String> classes = isTagged() ? List.of() : tally.classes();
            List<ShardResult> results = decoded.write(
                    plan,
                    new ShardTask.Version(
                            version, directory.name(), runId, tally.classes(), options.statisticsSplit()));
            assembly.publishFiles(store, new Path(store.staging(runId), "tokenizer"));
            Manifest manifest = new ManifestAssembly(
                            kept == null ? null : kept.manifest(),
                            tally,
                            classes,
                            isTagged() ? List.of() : classIndex().descriptions())
                    .manifest(assembly.content(kept, tally, results), numericKeys, inputs.files(), results);
            assembly.publishCard(store, new Path(store.staging(runId), "card"), version, manifest, kept, report);
            directory.publish(version, manifest);
        } catch (UserError clear) {
            throw clear;
        } catch (IOException | RuntimeException failure) {
            if (directory.newestVersion() >= version) {
                throw directory.publishedMeanwhile(version, failure);
            }
            throw failure;
        } finally {
            removeStaging(store, runId);
        }
    }

    /** What stays because of a failing file system, the run after the next removes. */
    private static void removeStaging(ShardStore store, String runId) {
        try {
            store.removeStaging(runId);
        } catch (IOException failure) {
            LOG.warn("The staging folder of run {} could not be removed", runId, failure);
        }
    }

    /** Whether the names that were found are those of tags. */
    private boolean isTagged() {
        return modality.schema() instanceof TextSchema texts && texts.target() == TextTarget.TAGS;
    }
}
