package io.sparkformer.benchmark.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Runs a job once for each line of the process's input, and says how long it took. */
public final class JobLoop {
    /** What a line of the output that has an answer begins with. */
    static final String SECONDS = "seconds ";

    private JobLoop() {}

    /** A job, from its start to the published result. */
    @FunctionalInterface
    public interface Job {
        /** Runs it and gives the seconds, checks of the result excepted. */
        double seconds() throws IOException;
    }

    /** Runs until there are no more lines. */
    public static void run(Job job) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (commands.readLine() != null) {
            System.out.println(SECONDS + job.seconds());
        }
    }
}
