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

    /** Sends SIGSTOP, unless the process has ended; whether it was there. */
    public static boolean pauseIfAlive(ProcessHandle process) {
        return sendIfAlive("STOP", process);
    }

    /** Sends SIGCONT, unless the process has ended meanwhile: of a run that does not wait for it, it may. */
    public static void resume(ProcessHandle process) {
        sendIfAlive("CONT", process);
    }

    /** Sends SIGPWR: an executor takes it for the announcement that its machine will go (spark.decommission.enabled). */
    public static void powerFails(ProcessHandle process) {
        send("PWR", process);
    }

    private static void send(String signal, ProcessHandle process) {
        if (!sent(signal, process)) {
            throw refused(signal, process);
        }
    }

    private static boolean sendIfAlive(String signal, ProcessHandle process) {
        boolean sent = sent(signal, process);
        if (!sent && process.isAlive()) {
            throw refused(signal, process);
        }
        return sent;
    }

    private static AssertionError refused(String signal, ProcessHandle process) {
        return new AssertionError("cannot send SIG" + signal + " to " + process);
    }

    private static boolean sent(String signal, ProcessHandle process) {
        try {
            return new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
