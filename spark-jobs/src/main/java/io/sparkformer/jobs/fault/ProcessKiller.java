package io.sparkformer.jobs.fault;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Ends this process as a power failure would: no shutdown hooks, no finally blocks, no flushed streams. */
final class ProcessKiller {
    private static final long PATIENCE_MILLISECONDS = 60_000;

    private ProcessKiller() {}

    static void killThisProcess() {
        String process = Long.toString(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-9", process).inheritIO().start();
            // The signal is on its way: nothing more must be done here.
            Thread.sleep(PATIENCE_MILLISECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("A fault drill could not kill process " + process, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("A fault drill sent signal 9 to process " + process + ", which survived");
    }
}
