package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server of a cluster, in a process of its own.
 *
 * @param name for messages
 * @param process its JVM
 * @param log both of its streams
 */
public record ServerProcess(String name, Process process, Path log) {
    private static final long KILL_SECONDS = 30;

    /** What the tests' own environment must not tell a server. */
    private static final String FOREIGN_VARIABLES = "(SPARK|SPARKFORMER|HADOOP|YARN|OPENBLAS|AWS)_.*";

    /** Starts a server that works in its cluster's directory. */
    public static ServerProcess start(
            String name, ClusterDirectory directory, List<String> command, Map<String, String> environment) {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.path().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.matches(FOREIGN_VARIABLES));
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGKILL and waits for its end. */
    public void kill() {
        try {
            if (!process.destroyForcibly().waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " survives SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends SIGSTOP: it keeps its memory and connections, and does nothing. */
    public void pause() {
        Signals.pause(process.toHandle());
    }

    /** Sends SIGCONT. */
    public void resume() {
        Signals.resume(process.toHandle());
    }

    /** Fails with what it has said, if it has ended. */
    public void expectAlive() {
        if (!process.isAlive()) {
            throw new AssertionError(name + " ended with exit code " + process.exitValue() + ":\n" + output());
        }
    }

    /** What it has said. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
