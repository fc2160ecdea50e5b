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
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * prepare-images or prepare-text dies by signal 9 at random moments between its start and its end: nothing half-done can ever be taken
 * for valid, and the same command comes to the same bytes. The moments are drawn anew in each build;
 * {@code -Dsparkformer.kill-seed=<seed>} draws those of an earlier one, whose seed every failure names.
 */
@Tag("slow")
class RandomKillIT {
    private static final String CLUSTER = "local-cluster[2,1,1024]";
    private static final long SEED = Long.getLong("sparkformer.kill-seed", System.nanoTime());

    /** A run that is over before its moment comes proves nothing: the next one is killed earlier. */
    private static final double EARLIER = 0.9;

    private static final Map<Work, Undisturbed> UNDISTURBED = new HashMap<>();
    private static final Map<What, List<String>> SETTINGS = new HashMap<>();

    /**
     * What is prepared.
     *
     * @param command that does it
     * @param counts it comes to
     * @param inputs writes them where they are first needed, and says how they are prepared
     */
    private record What(String command, String counts, Function<Path, List<String>> inputs) {
        static final What IMAGES = new What("prepare-images", MixedInputs.COUNTS, MixedInputs::write);
        static final What TEXTS = new What("prepare-text", MixedTexts.COUNTS, MixedTexts::write);

        private List<String> settings() {
            return SETTINGS.computeIfAbsent(this, what -> inputs.apply(TinyProject.newPlace("mixed")));
        }
    }

    /** What a command does, and where. */
    private record Work(What what, String master) {
        private SparkformerCommand into(Path output) {
            return TinyProject.command(what.command, master, output).set(what.settings());
        }
    }

    /**
     * A run that nobody kills.
     *
     * @param files that it publishes
     * @param duration that it takes
     */
    private record Undisturbed(PublishedFiles files, Duration duration) {
        static Undisturbed run(Work work) {
            return UNDISTURBED.computeIfAbsent(work, key -> {
                Path output = TinyProject.newPlace("undisturbed");
                SparkformerCommand command = key.into(output);
                long start = System.nanoTime();
                command.run().expect(0).says(key.what().counts());
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
    void prepareImages_driverKilledTwice_sameBytesInTheEnd(long seed, double first, double second) {
        killTwiceAndFinish(new Work(What.IMAGES, "local[2]"), first, second);
    }

    @ParameterizedTest(name = "seed {0}: killed after {1} of a run, and again after {2}")
    @MethodSource("twentyMoments")
    void prepareTexts_driverKilledTwice_sameBytesInTheEnd(long seed, double first, double second) {
        killTwiceAndFinish(new Work(What.TEXTS, "local[2]"), first, second);
    }

    /** The executors of the run that was killed may still write while the next one does. */
    @ParameterizedTest(name = "seed {0}: killed after {1} of a run, and again after {2}")
    @MethodSource("sixMoments")
    void prepareImages_driverOfAClusterKilledTwice_sameBytesInTheEnd(long seed, double first, double second) {
        killTwiceAndFinish(new Work(What.IMAGES, CLUSTER), first, second);
    }

    @ParameterizedTest(name = "seed {0}: killed after {1} of a run, and again after {2}")
    @MethodSource("sixMoments")
    void prepareTexts_driverOfAClusterKilledTwice_sameBytesInTheEnd(long seed, double first, double second) {
        killTwiceAndFinish(new Work(What.TEXTS, CLUSTER), first, second);
    }

    @ParameterizedTest(name = "seed {0}: an executor killed after {1} of a run, and one after {2}")
    @MethodSource("sixMoments")
    void prepareImages_executorsKilled_sameBytesWithoutRestart(long seed, double first, double second) {
        killExecutors(What.IMAGES, first, second);
    }

    @ParameterizedTest(name = "seed {0}: an executor killed after {1} of a run, and one after {2}")
    @MethodSource("sixMoments")
    void prepareTexts_executorsKilled_sameBytesWithoutRestart(long seed, double first, double second) {
        killExecutors(What.TEXTS, first, second);
    }

    private static void killExecutors(What what, double first, double second) {
        Work work = new Work(what, CLUSTER);
        Undisturbed undisturbed = Undisturbed.run(work);
        Duration sooner = undisturbed.moment(Math.min(first, second));
        Duration later = undisturbed.moment(Math.max(first, second));
        Path output = TinyProject.newPlace("executors-killed");

        Running running = work.into(output).start();
        boolean struck = running.killExecutorAfter(sooner);
        struck |= running.killExecutorAfter(later.minus(sooner));
        running.await().expect(0).says(what.counts());

        // Two moments at the very end may both find nobody: the drawing makes sure that most find somebody.
        assertThat(struck || Math.min(first, second) > EARLIER).isTrue();
        expectFinished(output, undisturbed);
    }

    private static void killTwiceAndFinish(Work work, double first, double second) {
        Undisturbed undisturbed = Undisturbed.run(work);
        Path output = kill(work, TinyProject.newPlace("killed"), undisturbed, first);
        output = kill(work, output, undisturbed, second);

        work.into(output).run().expect(0).says(work.what().counts());

        expectFinished(output, undisturbed);
    }

    /** Kills a run into a directory, or, if it was over before, one into a new directory, which is returned. */
    private static Path kill(Work work, Path output, Undisturbed undisturbed, double fraction) {
        Ended ended = work.into(output)
                .start()
                .killAfter(undisturbed.moment(fraction))
                .await();
        PublishedFiles.expectNothingHalfDone(output, undisturbed.files());
        if (ended.exitCode() == Ended.KILLED) {
            return output;
        }
        ended.expect(0);
        return kill(work, TinyProject.newPlace("killed"), undisturbed, fraction * EARLIER);
    }

    private static void expectFinished(Path output, Undisturbed undisturbed) {
        assertThat(PublishedFiles.of(output)).isEqualTo(undisturbed.files());
        PublishedFiles.expectNothingHalfDone(output, undisturbed.files());
    }
}
