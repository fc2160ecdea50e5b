package io.sparkformer.jobs.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A command that was started.
 *
 * @param command for messages
 * @param process its process: the script becomes the driver
 * @param log what it prints goes here
 */
record Running(String command, Process process, Path log) {
    /** Far beyond what any of the tests takes: only a process that hangs is stopped by it. */
    private static final long LIMIT_SECONDS = 600;

    private static final long POLL_MILLISECONDS = 20;

    /** Waits for its end. */
    Ended await() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                kill();
                throw new AssertionError(command + "\nhung:\n" + output());
            }
            Ended ended = new Ended(command, process.exitValue(), output());
            Files.delete(log);
            return ended;
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a file is there. */
    Running awaitFile(Path file) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!Files.exists(file)) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    kill();
                    throw new AssertionError(command + "\ndid not write " + file + ":\n" + output());
                }
                Thread.sleep(POLL_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return this;
    }

    /** Sends SIGTERM. */
    Running terminate() {
        process.destroy();
        return this;
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
