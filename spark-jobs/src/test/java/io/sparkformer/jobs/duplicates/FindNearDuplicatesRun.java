package io.sparkformer.jobs.duplicates;

import io.sparkformer.jobs.cli.JobContext;
import io.sparkformer.jobs.cli.StopSignal;
import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.util.List;

/** Runs find-near-duplicates on the shared Spark. */
public final class FindNearDuplicatesRun {
    private FindNearDuplicatesRun() {}

    /** Runs the job with settings and returns its summary. */
    public static Summary of(List<String> settings) throws IOException {
        LocalSpark.session();
        try (JobContext context = new JobContext(
                JobName.FIND_NEAR_DUPLICATES,
                ConfigLoader.load(null, settings, JobName.FIND_NEAR_DUPLICATES),
                null,
                new StopSignal())) {
            new FindNearDuplicatesJob().run(context);
            return context.summary();
        }
    }
}
