package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals for which Java has no method. */
public final class Signals {
    private Signals() {}

    /** Sends SIGSTOP: as a machine that swaps, or a virtual one that is moved. */
    public static void pause(ProcessHandle process) {
        send("STOP", process);
    }

    /** Sends SIGCONT. */
    public static void resume(ProcessHandle process) {
        send("CONT", process);
    }

    /** Sends SIGPWR: an executor takes it for the announcement that its machine will go (spark.decommission.enabled). */
    public static void powerFails(ProcessHandle process) {
        send("PWR", process);
    }

    private static void send(String signal, ProcessHandle process) {
        try {
            int exitCode = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exitCode != 0) {
                throw new AssertionError("cannot send SIG" + signal + " to " + process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
