package io.sparkformer.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.ConfigLoader;
import io.sparkformer.jobs.config.JobName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends real signals to a process of its own. */
@Timeout(120)
class ProcessSignalsTest {
    @TempDir
    Path directory;

    /** A job that works in steps until it is asked to stop. */
    static final class PollingJob implements Job {
        @Override
        public JobResult run(JobContext context) throws InterruptedException {
            System.out.println("working");
            while (!context.stopSignal().requested()) {
                Thread.sleep(5);
            }
            context.summary().put("reason", context.stopSignal().reason());
            return JobResult.stopped();
        }

        @Override
        public boolean pollsStopSignal() {
            return true;
        }
    }

    /** A job that never asks. */
    static final class DeafJob implements Job {
        @Override
        public JobResult run(JobContext context) throws InterruptedException {
            System.out.println("working");
            Thread.sleep(60_000);
            return JobResult.succeeded();
        }
    }

    /** The process: arguments are the job's class and the output directory. */
    static final class Program {
        private Program() {}

        /** Runs one of the jobs above as Main would. */
        public static void main(String[] arguments) {
            Job job = arguments[0].equals("polling") ? new PollingJob() : new DeafJob();
            var configuration = ConfigLoader.load(null, List.of("output=" + arguments[1]), JobName.INSPECT);
            JobStatus status = new JobRunner(System.out, false).run(() -> job, JobName.TRAIN, configuration, null);
            System.exit(status.exitCode());
        }
    }

    private Process start(String job) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A test run in the background of a shell inherits an ignored SIGINT, which a JVM leaves ignored.
        ProcessBuilder builder = new ProcessBuilder(
                "env", "--default-signal=INT,TERM", java, Program.class.getName(), job, directory.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.redirectErrorStream(true).start();
    }

    private static String stop(Process process, String signal) throws IOException, InterruptedException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null && !line.equals("working"); line = reader.readLine()) {
            // Whatever the JVM says before the job begins.
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        return reader.lines().collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signal_jobThatPolls_endsInGoodOrder(String signal) throws Exception {
        Process process = start("polling");
        String output = stop(process, signal);
        assertThat(process.waitFor()).as(output).isEqualTo(75);
        assertThat(Files.readString(directory.resolve("summary.json")))
                .contains("\"status\" : \"stopped\"", "\"reason\" : \"SIG" + signal + "\"");
    }

    @Test
    void signal_jobThatDoesNotPoll_isInterrupted() throws Exception {
        Process process = start("deaf");
        String output = stop(process, "TERM");
        assertThat(process.waitFor()).as(output).isEqualTo(75);
        assertThat(Files.readString(directory.resolve("summary.json"))).contains("\"status\" : \"stopped\"");
    }
}
