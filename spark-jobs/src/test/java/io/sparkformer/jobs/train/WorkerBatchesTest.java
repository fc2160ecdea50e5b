package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.data.order.EpochOrder;
import io.sparkformer.jobs.config.ExperimentConfig;
import io.sparkformer.jobs.runtime.DrawnSample;
import io.sparkformer.jobs.runtime.RunSpec;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.jobs.runtime.TrainingImages;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.train.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a sample is trained with, on data whose last sample of an epoch has no partner. */
class WorkerBatchesTest {
    private static final int SAMPLES = 37;
    private static final int CLASSES = 3;
    private static final int PIXELS = 64;
    private static final String[] EVERYTHING = {
        "augmentation.rand-augment.operations=2",
        "augmentation.rand-augment.deviation=0.5",
        "augmentation.colour-jitter.brightness=0.4",
        "augmentation.erasing.probability=0.5",
        "augmentation.mixing.probability=0.8",
        "augmentation.mixing.mixup-alpha=0.8",
        "augmentation.mixing.cutmix-alpha=1"
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData data;

    @BeforeAll
    static void writeData() throws IOException {
        data = new TinyData(1, CLASSES).write(directory.resolve("data"), Map.of("train", SAMPLES));
    }

    /** Pixels and target of a sample in an epoch. */
    @SuppressWarnings("ArrayRecordComponent") // compared element by element
    private record Trained(float[] patches, float[] target) {}

    /** Workers, micro-batches, batch sizes (odd ones part partners) and shares only cut the epoch's order. */
    @ParameterizedTest
    @CsvSource({"2, 1, 4, 1", "1, 2, 3, 1", "3, 1, 5, 1", "1, 1, 1, 1", "4, 2, 2, 2", "1, 1, 64, 4"})
    void batch_howeverTheOrderIsCut_everySampleIsTrainedWithTheSameInputs(
            int workers, int microBatches, int batchSize, int shares) throws IOException {
        Map<Long, Trained> expected = trained(1, 1, 8, 1, EVERYTHING);

        Map<Long, Trained> inputs = trained(workers, microBatches, batchSize, shares, EVERYTHING);

        assertThat(inputs.keySet()).isEqualTo(expected.keySet()).hasSize(SAMPLES);
        inputs.forEach((sample, input) -> {
            Trained other = Objects.requireNonNull(expected.get(sample));
            assertThat(input.patches()).as("pixels of %d", sample).isEqualTo(other.patches());
            assertThat(input.target()).as("target of %d", sample).isEqualTo(other.target());
        });
    }

    @Test
    void batch_mixing_targetsAreDistributionsAndPixelsFollowThem() throws IOException {
        Map<Long, Trained> alone = trained(1, 1, 8, 1, "training.label-smoothing=0");
        Map<Long, Trained> mixed =
                trained(1, 1, 8, 1, "training.label-smoothing=0", "augmentation.mixing.mixup-alpha=1");
        Map<Long, Long> partners = partners();
        int changed = 0;
        for (long sample = 0; sample < SAMPLES; sample++) {
            Trained own = Objects.requireNonNull(alone.get(sample));
            Trained partner = Objects.requireNonNull(alone.get(Objects.requireNonNull(partners.get(sample))));
            Trained both = Objects.requireNonNull(mixed.get(sample));
            assertThat(sum(both.target())).isCloseTo(1, within(1e-6));
            changed += Arrays.equals(own.patches(), both.patches()) ? 0 : 1;
            double share = share(own, partner, both);
            for (int label = 0; label < CLASSES; label++) {
                assertThat((double) both.target()[label])
                        .isCloseTo(share * own.target()[label] + (1 - share) * partner.target()[label], within(0.05));
            }
        }
        assertThat(changed).isGreaterThan(SAMPLES / 2);
    }

    /** The share that the pixels were mixed with, by least squares. */
    private static double share(Trained own, Trained partner, Trained both) {
        double product = 0;
        double square = 0;
        for (int i = 0; i < PIXELS; i++) {
            double difference = own.patches()[i] - partner.patches()[i];
            product += difference * (both.patches()[i] - partner.patches()[i]);
            square += difference * difference;
        }
        return square == 0 ? 1 : product / square;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    @Test
    void batch_erasing_fillsWithTheConfiguredColour() throws IOException {
        // A mean of 0.5 and a deviation of 0.25: the mean's level, 128, is (128 / 255 - 0.5) / 0.25.
        float mean = (float) ((128 / 255.0 - 0.5) / 0.25);
        Map<Long, Trained> erased = trained(
                1,
                1,
                8,
                1,
                "augmentation.erasing.probability=1",
                "augmentation.erasing.min-area=1",
                "augmentation.erasing.max-area=1",
                "augmentation.erasing.min-ratio=1",
                "augmentation.erasing.max-ratio=1",
                "augmentation.erasing.fill=mean");

        assertThat(erased.values())
                .allSatisfy(input -> assertThat(input.patches()).containsOnly(mean));
    }

    @Test
    void samples_partners_areMutualAndOnlyTheLastIsAlone() throws IOException {
        Map<Long, Long> partners = partners();
        int alone = 0;
        for (Map.Entry<Long, Long> pair : partners.entrySet()) {
            assertThat(partners).containsEntry(pair.getValue(), pair.getKey());
            alone += pair.getValue().equals(pair.getKey()) ? 1 : 0;
        }
        assertThat(alone).isEqualTo(1);
    }

    private static Map<Long, Long> partners() throws IOException {
        TrainingSetup setup = setup(1, 1, 8, 1);
        Map<Long, Long> partners = new HashMap<>();
        try (TrainingImages images = images(setup.run())) {
            WorkerBatches batches = batches(setup, images, 0);
            for (long step = 0; step < setup.geometry().stepsPerEpoch(); step++) {
                for (DrawnSample sample : batches.samples(step, 0)) {
                    partners.put(sample.number(), sample.partner());
                }
            }
        }
        return partners;
    }

    /** The inputs of every sample of the first epoch. */
    private static Map<Long, Trained> trained(
            int workers, int microBatches, int batchSize, int shares, String... settings) throws IOException {
        TrainingSetup setup = setup(workers, microBatches, batchSize, shares, settings);
        Map<Long, Trained> trained = new TreeMap<>();
        try (TrainingImages images = images(setup.run())) {
            for (int worker = 0; worker < workers; worker++) {
                WorkerBatches batches = batches(setup, images, worker);
                for (long step = 0; step < setup.geometry().stepsPerEpoch(); step++) {
                    for (int microBatch = 0; microBatch < microBatches; microBatch++) {
                        List<DrawnSample> samples = batches.samples(step, microBatch);
                        Batch batch = batches.batch(step, microBatch);
                        for (int place = 0; place < samples.size(); place++) {
                            trained.put(samples.get(place).number(), row(batch, place));
                        }
                    }
                }
            }
        }
        return trained;
    }

    private static Trained row(Batch batch, int place) {
        return new Trained(part(batch, "patches", place, PIXELS), part(batch, "targets", place, CLASSES));
    }

    private static float[] part(Batch batch, String input, int place, int length) {
        float[] values =
                ((InputValues.Reals) Objects.requireNonNull(batch.inputs().get(input))).values();
        return Arrays.copyOfRange(values, place * length, (place + 1) * length);
    }

    private static TrainingSetup setup(int workers, int microBatches, int batchSize, int shares, String... settings) {
        List<String> all = new java.util.ArrayList<>(List.of(settings));
        all.add("training.workers=" + workers);
        all.add("training.micro-batches=" + microBatches);
        all.add("training.batch-size=" + batchSize);
        all.add("training.shares=" + shares);
        return TrainingSetup.of(data, all.toArray(String[]::new));
    }

    private static TrainingImages images(RunSpec run) throws IOException {
        return new TrainingImages(data, run.experiment(), run.classifier());
    }

    private static WorkerBatches batches(TrainingSetup setup, TrainingImages images, int worker) {
        ExperimentConfig experiment = setup.run().experiment();
        EpochOrder order = new EpochOrder(
                SAMPLES,
                data.manifest().schema().blockRecords(),
                experiment.data().windowBlocks(),
                experiment.seed());
        return new WorkerBatches(images, order, setup.geometry(), experiment.seed(), worker);
    }
}
