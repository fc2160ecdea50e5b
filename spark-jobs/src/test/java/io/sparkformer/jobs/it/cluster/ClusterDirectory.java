package io.sparkformer.jobs.it.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one cluster lives: its configuration, logs and the working directories of all its processes. By these the
 * processes are found, whoever has started them and whether or not their parents are still there: servers start in the
 * directory itself, and Spark and YARN give every executor and container a directory of its own below. Linux only.
 *
 * @param path absolute
 */
public record ClusterDirectory(Path path) implements AutoCloseable {
    private static final Path PROCESSES = Path.of("/proc");

    /** Several rounds, for a process that dies may have started another just before. */
    private static final int SWEEPS = 50;

    private static final long SWEEP_MILLISECONDS = 100;

    /** Every cluster of this JVM; when it dies, however it dies, everything that works below is killed. */
    private static final Path ROOT = guardedRoot();

    /** A new directory for a cluster; its name begins as given. */
    public static ClusterDirectory create(String name) {
        try {
            return new ClusterDirectory(Files.createTempDirectory(ROOT, name + "-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A place below. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** The processes that work here. */
    public List<ProcessHandle> processes() {
        try (Stream<Path> entries = Files.list(PROCESSES)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(this::worksHere)
                    .map(entry ->
                            ProcessHandle.of(Long.parseLong(entry.getFileName().toString())))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those whose command line contains a text, the oldest first. */
    public List<ProcessHandle> processes(String text) {
        return processes().stream()
                .filter(process -> process.info().commandLine().orElse("").contains(text))
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
    }

    private boolean worksHere(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(path);
        } catch (IOException endedOrAnotherUsers) {
            return false;
        }
    }

    /** Kills whatever still works here, stopped or not, and removes the directory. */
    @Override
    public void close() {
        List<ProcessHandle> left = processes();
        for (int sweep = 0; sweep < SWEEPS && !left.isEmpty(); sweep++) {
            left.forEach(ProcessHandle::destroyForcibly);
            sleep();
            left = processes();
        }
        if (!left.isEmpty()) {
            throw new AssertionError("these do not end: " + left);
        }
        delete();
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(SWEEP_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A helper outlives this JVM by a moment; it ignores the signals that a terminal sends to everybody. */
    private static Path guardedRoot() {
        String guard = """
                trap '' HUP INT TERM
                tail --pid="$1" -f /dev/null
                for process in /proc/[0-9]*; do
                  place="$(readlink "$process/cwd")" && [[ $place == "$2"/* ]] && kill -KILL "${process#/proc/}"
                done
                """;
        try {
            Path root = Path.of("target/clusters").toAbsolutePath();
            Files.createDirectories(root);
            String self = Long.toString(ProcessHandle.current().pid());
            new ProcessBuilder("bash", "-c", guard, "bash", self, root.toString())
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
