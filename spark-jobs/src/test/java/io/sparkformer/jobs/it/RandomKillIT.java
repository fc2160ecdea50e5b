package io.sparkformer.jobs.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * prepare-images dies by signal 9 at random moments between its start and its end: nothing half-done can ever be taken
 * for valid, and the same command comes to the same bytes. The moments are drawn anew in each build;
 * {@code -Dsparkformer.kill-seed=<seed>} draws those of an earlier one, whose seed every failure names.
 */
@Tag("slow")
class RandomKillIT {
    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final long SEED = Long.getLong("sparkformer.kill-seed", System.nanoTime());

    /** A run that is over before its moment comes proves nothing: the next one is killed earlier. */
    private static final double EARLIER = 0.9;

    private static final Map<String, Undisturbed> UNDISTURBED = new HashMap<>();

    /** The images, written when they are first needed. */
    private static final class Settings {
        private static final List<String> OF_MIXED_INPUTS = MixedInputs.write(TinyProject.newPlace("mixed"));
    }

    /**
     * A run that nobody kills.
     *
     * @param files that it publishes
     * @param duration that it takes
     */
    private record Undisturbed(PublishedFiles files, Duration duration) {
        static Undisturbed on(String master) {
            return UNDISTURBED.computeIfAbsent(master, key -> {
                Path output = TinyProject.newPlace("undisturbed");
                SparkformerCommand command = prepare(key, output);
                long start = System.nanoTime();
                command.run().expect(0).says(MixedInputs.COUNTS);
                return new Undisturbed(PublishedFiles.of(output), Duration.ofNanos(System.nanoTime() - start));
            });
        }

        Duration moment(double fraction) {
            return Duration.ofNanos((long) (duration.toNanos() * fraction));
        }
    }

    /** Pairs of moments, as fractions of a run: each part of it has one first and one second moment. */
    private static Stream<Arguments> moments(int count) {
        Random random = new Random(SEED + count);
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            first.add((part + random.nextDouble()) / count);
            second.add((part + random.nextDouble()) / count);
        }
        Collections.shuffle(second, random);
        return IntStream.range(0, count).mapToObj(i -> Arguments.of(SEED, first.get(i), second.get(i)));
    }

    static Stream<Arguments> twentyMoments() {
        return moments(20);
    }

    static Stream<Arguments> sixMoments() {
        return moments(6);
    }

    /** The run that continues is killed too, at another moment. */
    @ParameterizedTest(name = "seed {0}: killed after {1} of a run, and again after {2}")
    @MethodSource("twentyMoments")
    void prepare_driverKilledTwice_sameBytesInTheEnd(long seed, double first, double second) {
        killTwiceAndFinish("local[2]", first, second);
    }

    /** The executors of the run that was killed may still write while the next one does. */
    @ParameterizedTest(name = "seed {0}: killed after {1} of a run, and again after {2}")
    @MethodSource("sixMoments")
    void prepare_driverOfAClusterKilledTwice_sameBytesInTheEnd(long seed, double first, double second) {
        killTwiceAndFinish(CLUSTER, first, second);
    }

    @ParameterizedTest(name = "seed {0}: an executor killed after {1} of a run, and one after {2}")
    @MethodSource("sixMoments")
    void prepare_executorsKilled_sameBytesWithoutRestart(long seed, double first, double second) {
        Undisturbed undisturbed = Undisturbed.on(CLUSTER);
        Duration sooner = undisturbed.moment(Math.min(first, second));
        Duration later = undisturbed.moment(Math.max(first, second));
        Path output = TinyProject.newPlace("executors-killed");

        Running running = prepare(CLUSTER, output).start();
        boolean struck = running.killExecutorAfter(sooner);
        struck |= running.killExecutorAfter(later.minus(sooner));
        running.await().expect(0).says(MixedInputs.COUNTS);

        // Two moments at the very end may both find nobody: the drawing makes sure that most find somebody.
        assertThat(struck || Math.min(first, second) > EARLIER).isTrue();
        expectFinished(output, undisturbed);
    }

    private static void killTwiceAndFinish(String master, double first, double second) {
        Undisturbed undisturbed = Undisturbed.on(master);
        Path output = kill(master, TinyProject.newPlace("killed"), undisturbed, first);
        output = kill(master, output, undisturbed, second);

        prepare(master, output).run().expect(0).says(MixedInputs.COUNTS);

        expectFinished(output, undisturbed);
    }

    private static SparkformerCommand prepare(String master, Path output) {
        return TinyProject.command("prepare-images", master, output).set(Settings.OF_MIXED_INPUTS);
    }

    /** Kills a run into a directory, or, if it was over before, one into a new directory, which is returned. */
    private static Path kill(String master, Path output, Undisturbed undisturbed, double fraction) {
        Ended ended = prepare(master, output)
                .start()
                .killAfter(undisturbed.moment(fraction))
                .await();
        PublishedFiles.expectNothingHalfDone(output, undisturbed.files());
        if (ended.exitCode() == Ended.KILLED) {
            return output;
        }
        ended.expect(0);
        return kill(master, TinyProject.newPlace("killed"), undisturbed, fraction * EARLIER);
    }

    private static void expectFinished(Path output, Undisturbed undisturbed) {
        assertThat(PublishedFiles.of(output)).isEqualTo(undisturbed.files());
        PublishedFiles.expectNothingHalfDone(output, undisturbed.files());
    }
}
