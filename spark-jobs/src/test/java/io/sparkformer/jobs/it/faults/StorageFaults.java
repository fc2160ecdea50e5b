package io.sparkformer.jobs.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.it.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What happens to disks and to what lies on them. */
final class StorageFaults {
    private static final int SOON = 4;

    /** Ten rounds or more: a file that is gone before it is fetched once is enough. */
    private static final int MOST_FILES = 100;

    private StorageFaults() {}

    /**
     * Files are deleted as soon as they appear, one after the other, until Spark has missed one. Five replicas do not run all at
     * once, so that the first is there some time before anybody may fetch it.
     */
    static void shuffleFileRemoved(Stage stage) throws Exception {
        stage.start();
        stage.awaitRound(SOON);
        Set<Path> known = new HashSet<>(shuffleFiles(stage.site().localDirectories()));
        int deleted = 0;
        while (stage.events().count("fetch failures") == 0) {
            stage.expectAtWork();
            assertThat(deleted++).as("files deleted, and nobody missed one").isLessThan(MOST_FILES);
            Path file = newFile(stage, known);
            Files.deleteIfExists(file);
            stage.awaitRound(stage.roundsSoFar() + 1);
            known.addAll(shuffleFiles(stage.site().localDirectories()));
        }
        stage.finish();
    }

    private static Path newFile(Stage stage, Set<Path> known) throws InterruptedException {
        while (true) {
            stage.expectAtWork();
            for (Path file : shuffleFiles(stage.site().localDirectories())) {
                if (known.add(file)) {
                    return file;
                }
            }
            Thread.sleep(2);
        }
    }

    /** The data of map outputs. Other files come and go meanwhile. */
    private static List<Path> shuffleFiles(Path directory) {
        try (Stream<Path> files = Files.find(
                directory,
                Integer.MAX_VALUE,
                (path, attributes) -> path.getFileName().toString().matches("shuffle_\\d+_\\d+_\\d+\\.data"))) {
            return files.toList();
        } catch (UncheckedIOException | NoSuchFileException goneMeanwhile) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void checkpointsDamaged(Stage stage) throws IOException {
        stage.start("training.max-rounds=26");
        stage.end(Ended.STOPPED);
        Path checkpoints = stage.written().checkpoints();
        List<Path> newestFirst;
        try (Stream<Path> entries = Files.list(checkpoints)) {
            newestFirst = entries.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        try (FileChannel model =
                FileChannel.open(newestFirst.get(0).resolve("model.safetensors"), StandardOpenOption.WRITE)) {
            model.truncate(model.size() / 2);
        }
        deleteAll(newestFirst.get(1));
        stage.tell("stopped, run again, passed over the damaged ones");
        stage.start();
        stage.end(0).says(newestFirst.get(0).getFileName().toString());
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static void localDiskFull(Stage stage) throws Exception {
        // Room for the jar, which every executor fetches, and for nothing once it is filled.
        SmallDisk disk = stage.with(SmallDisk.of("1200m"));
        stage.by(disk.enter());
        stage.localDirectories(disk.path());
        stage.start();
        stage.awaitRound(SOON);
        disk.fill();
        stage.expectAtWork();
        stage.finishOrResume(disk::free, "No space left on device", "Free space");
    }

    static void outputFull(Stage stage) throws Exception {
        SmallDisk disk = stage.with(SmallDisk.of("50m"));
        stage.by(disk.enter());
        stage.writeTo(new OutputPlace.Local(
                disk.path().resolve("run").toString(), disk.fromOutside().resolve("run")));
        stage.start();
        stage.awaitRound(SOON);
        disk.fill();
        stage.expectAtWork();
        stage.finishOrResume(disk::free, "No space left on device", "Free space");
    }
}
