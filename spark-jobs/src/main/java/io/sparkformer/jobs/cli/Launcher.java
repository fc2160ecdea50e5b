package io.sparkformer.jobs.cli;

import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.ConfigProblems;
import io.sparkformer.jobs.config.JobName;
import io.sparkformer.jobs.config.Redaction;
import io.sparkformer.jobs.config.ResolvedConfig;
import io.sparkformer.jobs.fault.FaultPoints;
import java.nio.file.Path;
import java.util.List;

/** From the command line to a running job: everything that can be refused is refused before Spark begins. */
final class Launcher {
    private Launcher() {}

    /** Runs a job and returns the exit code. */
    static int launch(JobName name, ExperimentOptions options, List<String> pairs) {
        String argument = options.file();
        // inspect also describes what is no experiment: that argument is the job's own.
        boolean other = name == JobName.INSPECT && argument != null && !isExperiment(argument);
        Path file = other || argument == null ? null : Path.of(argument);
        ResolvedConfig configuration;
        try {
            FaultPoints.check();
            configuration = ConfigLoader.load(file, pairs, name);
        } catch (ConfigProblems | IllegalArgumentException e) {
            System.err.println(Redaction.ofText(String.valueOf(e.getMessage())));
            return JobStatus.USAGE_EXIT_CODE;
        }
        return new JobRunner(System.err, options.verbose())
                .run(Jobs.factory(name), name, configuration, other ? argument : null)
                .exitCode();
    }

    /** Tells of a failure outside of any job, and returns the exit code. */
    static int failUnexpectedly(Exception thrown) {
        Failure failure = Failure.of(thrown);
        System.err.println(Redaction.ofText("sparkformer: " + failure.message() + ".\n" + failure.stackTrace()));
        return JobStatus.FAILED.exitCode();
    }

    private static boolean isExperiment(String argument) {
        return argument.endsWith(".conf")
                || argument.equals(JobContext.CONFIGURATION_FILE)
                || argument.endsWith("/" + JobContext.CONFIGURATION_FILE);
    }
}
