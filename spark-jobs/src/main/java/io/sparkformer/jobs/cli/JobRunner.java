package io.sparkformer.jobs.cli;

import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.Redaction;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.report.Numbers;
import io.sparkformer.jobs.report.Summary;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job to its end, whatever that is, and tells of it: summary, message, exit code. */
final class JobRunner {
    /** The file in the output directory that tells how the job ended. */
    static final String SUMMARY_FILE = "summary.json";

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final PrintStream err;
    private final boolean verbose;

    /**
     * Makes a runner.
     *
     * @param err where messages go
     * @param verbose whether stack traces are shown
     */
    JobRunner(PrintStream err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    /** Runs a job and returns how it ended. */
    JobStatus run(Supplier<Job> factory, JobName name, ResolvedConfig configuration, @Nullable String target) {
        Job job = factory.get();
        StopSignal stopSignal = new StopSignal();
        stopSignal.onStop(
                () -> err.println("\n" + stopSignal.reason() + ": stopping in good order; again to stop at once"));
        try (ProcessSignals signals = new ProcessSignals(stopSignal);
                JobContext context = new JobContext(name, configuration, target, stopSignal)) {
            if (!job.pollsStopSignal()) {
                Thread thread = Thread.currentThread();
                stopSignal.onStop(() -> {
                    context.cancelSparkJobs();
                    thread.interrupt();
                });
            }
            return run(job, context);
        }
    }

    private JobStatus run(Job job, JobContext context) {
        Instant start = context.clock().instant();
        begin(context.summary(), context, start);
        JobStatus status;
        try {
            status = job.run(context).status();
        } catch (Exception | OutOfMemoryError | LinkageError thrown) {
            status = context.stopSignal().requested() ? JobStatus.STOPPED : JobStatus.FAILED;
            report(thrown, context, status);
        }
        // The interruption that stopped the job must not stop the writing of its summary.
        boolean interrupted = Thread.interrupted();
        double seconds = (context.clock().millis() - start.toEpochMilli()) / 1000.0;
        context.summary().put("status", status.summaryName()).put("seconds", seconds);
        status = write(context, status);
        context.progress().close();
        say("sparkformer " + context.job().commandName() + " " + status.summaryName() + " after "
                + Numbers.duration(seconds)
                + (context.hasOutput() ? ": " + context.experiment().output() : ""));
        if (interrupted && !context.stopSignal().requested()) {
            Thread.currentThread().interrupt();
        }
        return status;
    }

    private static void begin(Summary summary, JobContext context, Instant start) {
        summary.put("formatVersion", Summary.FORMAT_VERSION)
                .put("job", context.job().commandName())
                .put("status", "running")
                .put("seconds", 0)
                .put("samples", 0)
                .put("startedAt", start.toString())
                .put("codeVersion", CodeVersion.current())
                .put("provenance", context.configuration().provenance());
    }

    private void report(Throwable thrown, JobContext context, JobStatus status) {
        context.progress().close();
        if (status == JobStatus.STOPPED) {
            LOG.debug("The job was stopped", thrown);
            return;
        }
        Failure failure = Failure.of(thrown);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", failure.message());
        error.put("remedy", failure.remedy());
        error.put("type", failure.type());
        error.put("stackTrace", failure.stackTrace());
        context.summary().put("error", error);
        say("sparkformer " + context.job().commandName() + ": " + failure.message() + ". " + failure.remedy() + ".");
        if (verbose) {
            say(failure.stackTrace());
        }
    }

    private void say(String text) {
        err.println(Redaction.ofText(text));
    }

    /** Writes what is left of the job; a job whose summary cannot be written has failed. */
    private JobStatus write(JobContext context, JobStatus status) {
        if (!context.hasOutput()) {
            return status;
        }
        try {
            if (status != JobStatus.FAILED) {
                context.storeConfiguration();
            }
            context.output().writeAtomically(SUMMARY_FILE, context.summary().toJson());
            return status;
        } catch (IOException | UserError e) {
            Failure failure = Failure.of(e);
            say("sparkformer: " + failure.message() + ". " + failure.remedy() + ".");
            LOG.debug("The summary could not be written", e);
            return JobStatus.FAILED;
        }
    }
}
