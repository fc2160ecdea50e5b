package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.runtime.TinyData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One local step per round with SGD: W replicas with batches of B are one machine with batches of W x B. Dropout,
 * stochastic depth and augmentation are on: they belong to the sample, not to the worker.
 */
class AveragingParityTest {
    private static final double TOLERANCE = 1e-4;
    private static final String[] FOUR = {"training.workers=4", "training.batch-size=4"};
    private static final String[] UNEQUAL = {
        "training.workers=3", "training.worker-micro-batches=[2, 5, 1]", "training.batch-size=2"
    };
    private static final String[] ONE = {"training.workers=1", "training.batch-size=16"};

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData data;

    @BeforeAll
    static void writeData() throws IOException {
        // 3 steps of 16 and one of 5, of which two of four workers get nothing.
        data = new TinyData(2, 4).write(directory.resolve("data"), Map.of("train", 53));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "training.optimizer.momentum=0.9",
                "training.optimizer.momentum=0",
                "training.optimizer.nesterov=true",
                "training.outer.type=nesterov",
                "training.outer.type=slow-momentum"
            })
    void train_oneLocalStep_equalsTheJointBatch(String setting) {
        assertThat(relativeDistance("training.local-steps=1", setting)).isLessThanOrEqualTo(TOLERANCE);
    }

    /** Workers of two, five and one micro-batches: the average weighs them by their samples. */
    @ParameterizedTest
    @ValueSource(strings = {"training.optimizer.momentum=0.9", "training.outer.type=slow-momentum"})
    void train_oneLocalStepOfUnequalWorkers_equalsTheJointBatch(String setting) {
        assertThat(relativeDistance(UNEQUAL, "training.local-steps=1", setting)).isLessThanOrEqualTo(TOLERANCE);
    }

    /** The test can fail: with two local steps the replicas drift apart. */
    @Test
    void train_twoLocalSteps_isAnotherAlgorithm() {
        assertThat(relativeDistance("training.local-steps=2", "training.optimizer.momentum=0.9"))
                .isGreaterThan(TOLERANCE);
    }

    /** |a - b| / |a - start| over the parameters after three epochs. */
    private static double relativeDistance(String... settings) {
        return relativeDistance(FOUR, settings);
    }

    private static double relativeDistance(String[] workers, String... settings) {
        ArrayState several = train(Stream.of(workers, settings));
        ArrayState one = train(Stream.of(ONE, settings));
        float[] start = TrainingSetup.of(data, workers).initial();
        double moved = distance(several.parameters(), start);
        assertThat(moved).isGreaterThan(0.01);
        return distance(several.parameters(), one.parameters()) / moved;
    }

    private static ArrayState train(Stream<String[]> settings) {
        Stream<String> sgd = Stream.of(
                "training.optimizer.type=sgd",
                "training.schedule.learning-rate=0.05",
                "training.clip-norm=0",
                "training.epochs=3");
        TrainingSetup setup = TrainingSetup.of(
                data, Stream.concat(sgd, settings.flatMap(Stream::of)).toArray(String[]::new));
        return setup.trained(setup.exchange());
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
