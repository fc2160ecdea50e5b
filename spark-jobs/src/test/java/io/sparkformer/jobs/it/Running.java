package io.sparkformer.jobs.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A command that was started.
 *
 * @param command for messages
 * @param process its process: the script becomes the driver
 * @param log what it prints goes here
 */
public record Running(String command, Process process, Path log) {
    /** Far beyond what any of the tests takes: only a process that hangs is stopped by it. */
    private static final long LIMIT_SECONDS = 600;

    private static final long POLL_MILLISECONDS = 20;

    /** Waits for its end. */
    public Ended await() {
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
    public Running awaitFile(Path file) {
        return awaitUntil(() -> Files.exists(file), file.toString());
    }

    /** Waits, while it runs, until it has done something. */
    public Running awaitUntil(BooleanSupplier done, String what) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            while (!done.getAsBoolean()) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    kill();
                    throw new AssertionError(command + "\ndid not come to " + what + ":\n" + output());
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
    public Running terminate() {
        process.destroy();
        return this;
    }

    /** Sends SIGKILL to the driver, and to nobody else, after some time; nothing happens if it has ended by then. */
    public Running killAfter(Duration time) {
        if (!endsWithin(time)) {
            process.destroyForcibly();
        }
        return this;
    }

    /**
     * Sends SIGKILL to an executor after some time, or as soon as there is one.
     *
     * @return false if the command has ended before
     */
    public boolean killExecutorAfter(Duration time) {
        if (endsWithin(time)) {
            return false;
        }
        Duration poll = Duration.ofMillis(POLL_MILLISECONDS);
        do {
            Optional<ProcessHandle> executor =
                    process.descendants().filter(Running::isExecutor).findFirst();
            if (executor.isPresent()) {
                return executor.get().destroyForcibly();
            }
        } while (!endsWithin(poll));
        return false;
    }

    /** The executors that this driver has started itself, the oldest first: those of local-cluster. */
    public List<ProcessHandle> executors() {
        return process.descendants()
                .filter(Running::isExecutor)
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
    }

    private static boolean isExecutor(ProcessHandle handle) {
        return handle.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend");
    }

    private boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
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
