package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Training on a disk that is soon full, and then has room again. The disk is one in memory that only the command sees: in
 * Linux every user may have name spaces of his own, unless the administrator forbids it; the test is skipped then.
 */
class FullDiskIT {
    private static final List<String> NAMESPACE = List.of("unshare", "--user", "--map-root-user", "--mount");

    /** Arguments: the disk, where to copy it to when full, where to copy it to at the end; the command. */
    private static final String SCRIPT = """
            disk="$1" full="$2" end="$3"; shift 3
            mkdir -p "$disk" "$full" "$end"
            mount -t tmpfs -o size=250k tmpfs "$disk" || exit 98
            "$@"; echo "first exit code $?"
            cp -a "$disk/." "$full"
            mount -o remount,size=50m "$disk" || exit 99
            "$@"; echo "second exit code $?"
            cp -a "$disk/." "$end"
            """;

    @Test
    void train_diskFull_clearMessageEarlierCheckpointsWholeAndLaterTheSameBits() throws Exception {
        assumeTrue(namespacesAreAllowed(), "this system allows no name spaces to users");
        Path disk = TinyProject.newPlace("disk");
        TrainingOutput full = new TrainingOutput(TinyProject.newPlace("full"));
        TrainingOutput end = new TrainingOutput(TinyProject.newPlace("end"));
        List<String> settings = List.of("training.checkpoint-every-rounds=1", "training.keep-checkpoints=100");
        String[] program = program(disk, full.directory(), end.directory());

        Ended ended =
                TinyProject.train("local[2]", disk, settings).by(program).run().expect(0);

        ended.says("first exit code 1", "second exit code 0", "No space left on device", "Free space");
        TrainingOutput undisturbed = TinyProject.undisturbed(TinyProject.PLAIN);
        assertThat(full.newestCheckpoint().orElseThrow().round())
                .isBetween(1L, undisturbed.hashes().size() - 1L);
        full.isTheBeginningOf(undisturbed);
        end.isTheSameAs(undisturbed);
    }

    private static String[] program(Path... places) {
        List<String> words = new ArrayList<>(NAMESPACE);
        words.addAll(List.of("bash", "-c", SCRIPT, "bash"));
        for (Path place : places) {
            words.add(place.toString());
        }
        return words.toArray(String[]::new);
    }

    private static boolean namespacesAreAllowed() throws IOException, InterruptedException {
        Path place = Files.createDirectories(TinyProject.newPlace("mount"));
        List<String> words = new ArrayList<>(NAMESPACE);
        words.addAll(List.of("mount", "-t", "tmpfs", "tmpfs", place.toString()));
        try {
            return new ProcessBuilder(words).start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
