package io.sparkformer.model.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sparkformer.model.cpu.CpuKernels;
import io.sparkformer.model.graph.GraphSettings;
import io.sparkformer.model.graph.ModelGraph;
import io.sparkformer.model.optimizer.AdamWConfig;
import io.sparkformer.model.optimizer.LearningRateSchedule;
import io.sparkformer.model.optimizer.Optimizer;
import io.sparkformer.model.optimizer.ScheduleConfig;
import io.sparkformer.model.plan.InputValues;
import io.sparkformer.model.plan.InputValues.Reals;
import io.sparkformer.model.plan.Precision;
import io.sparkformer.model.plan.StepPlan;
import io.sparkformer.model.random.CounterRandom;
import io.sparkformer.model.vit.Vit;
import io.sparkformer.model.vit.VitConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A small ViT, eight different images of seeded noise, and what a replica promises about both. */
class ReplicaTest {
    private static final int IMAGES = 8;
    private static final int CLASSES = 4;
    private static final long SEED = 7;

    private static final VitConfig PLAIN = config(0, 0);
    private static final VitConfig WITH_DROPOUT = config(0.2, 0.3);

    private static VitConfig config(double dropout, double stochasticDepth) {
        return new VitConfig(8, 1, 4, 16, 2, 2, 32, CLASSES, VitConfig.Pooling.CLS, dropout, stochasticDepth);
    }

    private static Replica replica(VitConfig config, int batchSize) {
        return replica(config, batchSize, 1);
    }

    private static Replica replica(VitConfig config, int batchSize, int shares) {
        List<StepPlan> plans = Stream.generate(() -> StepPlan.forTraining(
                        Vit.graph(config, GraphSettings.training(batchSize / shares)), new CpuKernels(Precision.F32)))
                .limit(shares)
                .toList();
        LearningRateSchedule schedule =
                new LearningRateSchedule(new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1e-2, 0, 0), 1_000);
        return new Replica(plans, optimizer(plans.get(0).graph()), schedule, 1);
    }

    private static Optimizer optimizer(ModelGraph graph) {
        return Optimizer.of(new AdamWConfig(0.9, 0.999, 1e-8, 0.01), graph.layout());
    }

    private static ReplicaState start(Replica replica) {
        ModelGraph graph = replica.plan().graph();
        float[] parameters = graph.initialParameters(SEED);
        return new ReplicaState(parameters, optimizer(graph).initialState(parameters.length));
    }

    /** The images at these places, in this order; at -1 a sample of weight 0. */
    private static Batch batch(VitConfig config, long step, int... images) {
        int length = config.patches() * config.patchLength();
        float[] patches = new float[images.length * length];
        float[] targets = new float[images.length * CLASSES];
        float[] weights = new float[images.length];
        long[] keys = new long[images.length];
        for (int place = 0; place < images.length; place++) {
            int image = images[place];
            for (int i = 0; i < length; i++) {
                patches[place * length + i] = (float) CounterRandom.gaussian(CounterRandom.key(SEED, image), i);
            }
            targets[place * CLASSES + Math.floorMod(image, CLASSES)] = 1;
            weights[place] = image < 0 ? 0 : 1;
            keys[place] = CounterRandom.key(SEED, step, image);
        }
        int samples = (int) IntStream.of(images).filter(image -> image >= 0).count();
        Map<String, InputValues> inputs =
                Map.of("patches", new Reals(patches), "targets", new Reals(targets), "weights", new Reals(weights));
        return new Batch(inputs, keys, samples, samples);
    }

    private static BatchSource all(VitConfig config) {
        return (step, microBatch) ->
                batch(config, step, IntStream.range(0, IMAGES).toArray());
    }

    @Test
    void train_onEightImages_overfitsThem() throws IOException {
        try (Replica replica = replica(PLAIN, IMAGES)) {
            LocalResult learned = replica.train(start(replica), 0, 300, all(PLAIN), StepListener.NONE);
            LocalResult after = replica.train(learned.state(), 300, 1, all(PLAIN), StepListener.NONE);

            assertThat(after.totals().lossSum() / after.totals().weight()).isLessThan(1e-3);
            assertThat(learned.totals().samples()).isEqualTo(300L * IMAGES);
            assertThat(learned.totals().steps()).isEqualTo(300);
        }
    }

    /** Executors die and rounds are repeated elsewhere: nothing that a replica did before may show in its result. */
    @Test
    void train_again_givesTheSameBitsAndLeavesItsArgumentsAlone() throws IOException {
        try (Replica replica = replica(WITH_DROPOUT, IMAGES);
                Replica other = replica(WITH_DROPOUT, IMAGES)) {
            ReplicaState start = start(replica);
            LocalResult first = replica.train(start, 3, 4, all(WITH_DROPOUT), StepListener.NONE);
            replica.train(first.state(), 20, 3, all(WITH_DROPOUT), StepListener.NONE);

            assertThat(start.parameters()).isEqualTo(start(replica).parameters());
            assertThat(start.optimizer().steps()).isZero();
            assertSame(replica.train(start, 3, 4, all(WITH_DROPOUT), StepListener.NONE), first);
            assertSame(other.train(start, 3, 4, all(WITH_DROPOUT), StepListener.NONE), first);
        }
    }

    @Test
    void train_inTwoCalls_equalsOneCall() throws IOException {
        try (Replica replica = replica(WITH_DROPOUT, IMAGES)) {
            LocalResult whole = replica.train(start(replica), 0, 5, all(WITH_DROPOUT), StepListener.NONE);
            LocalResult first = replica.train(start(replica), 0, 2, all(WITH_DROPOUT), StepListener.NONE);
            LocalResult second = replica.train(first.state(), 2, 3, all(WITH_DROPOUT), StepListener.NONE);

            assertThat(second.state().parameters()).isEqualTo(whole.state().parameters());
            assertThat(second.state().optimizer().slots())
                    .isDeepEqualTo(whole.state().optimizer().slots());
        }
    }

    /** The masks follow the sample, not its place, so that even dropout does not see how a batch is cut. */
    @Test
    void train_inMicroBatches_equalsTheWholeBatch() throws IOException {
        BatchSource halves = BatchSource.ofSteps(
                2,
                (step, microBatch) -> microBatch == 0
                        ? batch(WITH_DROPOUT, step, 0, 1, 2, 3, 4)
                        : batch(WITH_DROPOUT, step, 7, 5, 6, -1, -2));
        try (Replica whole = replica(WITH_DROPOUT, IMAGES);
                Replica cut = replica(WITH_DROPOUT, 5)) {
            LocalResult expected = whole.train(start(whole), 0, 1, all(WITH_DROPOUT), StepListener.NONE);
            LocalResult actual = cut.train(start(cut), 0, 1, halves, StepListener.NONE);

            assertThat(actual.totals().lossSum()).isCloseTo(expected.totals().lossSum(), within(1e-5));
            assertThat(actual.totals().weight())
                    .isEqualTo(expected.totals().weight())
                    .isEqualTo(IMAGES);
            assertThat(actual.totals().samples()).isEqualTo(IMAGES);
            assertThat(actual.totals().gradientNorm())
                    .isCloseTo(expected.totals().gradientNorm(), within(1e-5));
            assertThat(actual.state().optimizer().slots()[0])
                    .containsExactly(expected.state().optimizer().slots()[0], within(1e-7f));
        }
    }

    /** In four threads, some of them without a sample: the same step, and the same bits however the threads are timed. */
    @Test
    void train_inShares_equalsTheWholeBatch() throws IOException {
        BatchSource five = (step, microBatch) -> batch(WITH_DROPOUT, step, 0, 1, 2, 3, 4, -1, -2, -3);
        try (Replica whole = replica(WITH_DROPOUT, IMAGES);
                Replica cut = replica(WITH_DROPOUT, IMAGES, 4)) {
            LocalResult expected = whole.train(start(whole), 0, 1, five, StepListener.NONE);
            LocalResult actual = cut.train(start(cut), 0, 1, five, StepListener.NONE);

            assertThat(actual.totals().lossSum()).isCloseTo(expected.totals().lossSum(), within(1e-5));
            assertThat(actual.totals().samples()).isEqualTo(5);
            assertThat(actual.state().optimizer().slots()[0])
                    .containsExactly(expected.state().optimizer().slots()[0], within(1e-7f));
            LocalResult many = cut.train(start(cut), 0, 20, five, StepListener.NONE);
            for (int again = 0; again < 5; again++) {
                assertSame(cut.train(start(cut), 0, 20, five, StepListener.NONE), many);
            }
        }
    }

    /** Gradients that wait in the shares' plans, those kept from earlier micro-batches, and a last one without samples. */
    @Test
    void train_inSharesOfMicroBatches_equalsTheWholeBatch() throws IOException {
        BatchSource parts = BatchSource.ofSteps(4, (step, microBatch) -> switch (microBatch) {
            case 0 -> batch(WITH_DROPOUT, step, 0, 1, 2, -1);
            case 1 -> batch(WITH_DROPOUT, step, 3, -1, -2, -3);
            case 2 -> batch(WITH_DROPOUT, step, 4, 5, 6, 7);
            default -> batch(WITH_DROPOUT, step, -1, -2, -3, -4);
        });
        try (Replica whole = replica(WITH_DROPOUT, IMAGES);
                Replica cut = replica(WITH_DROPOUT, 4, 2)) {
            LocalResult expected = whole.train(start(whole), 0, 1, all(WITH_DROPOUT), StepListener.NONE);
            LocalResult actual = cut.train(start(cut), 0, 1, parts, StepListener.NONE);

            assertThat(actual.totals().lossSum()).isCloseTo(expected.totals().lossSum(), within(1e-5));
            assertThat(actual.totals().samples()).isEqualTo(IMAGES);
            assertThat(actual.totals().gradientNorm())
                    .isCloseTo(expected.totals().gradientNorm(), within(1e-5));
            assertThat(actual.state().optimizer().slots()[0])
                    .containsExactly(expected.state().optimizer().slots()[0], within(1e-7f));
            LocalResult many = cut.train(start(cut), 0, 5, parts, StepListener.NONE);
            assertSame(cut.train(start(cut), 0, 5, parts, StepListener.NONE), many);
        }
    }

    @Test
    void begin_stateOfAnotherModel_isRefused() {
        try (Replica replica = replica(PLAIN, IMAGES)) {
            ReplicaState start = start(replica);
            ReplicaState shorter = new ReplicaState(new float[3], start.optimizer());

            assertThatThrownBy(() -> replica.begin(shorter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("3 parameters", "another model");
        }
    }

    @Test
    void train_paddingOfWeightZero_changesNothingWhateverItHolds() throws IOException {
        try (Replica replica = replica(WITH_DROPOUT, IMAGES)) {
            LocalResult first = replica.train(
                    start(replica),
                    0,
                    2,
                    (step, micro) -> batch(WITH_DROPOUT, step, 0, 1, 2, 3, 4, -1, -2, -3),
                    StepListener.NONE);
            LocalResult second = replica.train(
                    start(replica),
                    0,
                    2,
                    (step, micro) -> batch(WITH_DROPOUT, step, 0, 1, 2, 3, 4, -9, -5, -7),
                    StepListener.NONE);

            assertSame(second, first);
            assertThat(first.totals().samples()).isEqualTo(10);
            assertThat(first.totals().weight()).isEqualTo(10);
        }
    }

    /** A worker may have no sample left in the last step of an epoch: then it takes no step, not one of zero gradient. */
    @Test
    void train_stepWithoutSamples_leavesParametersAndMomentsAlone() throws IOException {
        BatchSource none = (step, microBatch) -> batch(PLAIN, step, -1, -2, -3, -4, -5, -6, -7, -8);
        BatchSource sometimes = (step, microBatch) ->
                step == 1 ? none.batch(step, microBatch) : all(PLAIN).batch(step, 0);
        try (Replica replica = replica(PLAIN, IMAGES)) {
            LocalResult nothing = replica.train(start(replica), 0, 3, none, StepListener.NONE);
            LocalResult some = replica.train(start(replica), 0, 3, sometimes, StepListener.NONE);

            assertThat(nothing.state().parameters()).isEqualTo(start(replica).parameters());
            assertThat(nothing.totals().steps()).isZero();
            assertThat(nothing.totals().samples()).isZero();
            assertThat(some.totals().steps()).isEqualTo(2);
            assertThat(some.state().optimizer().steps()).isEqualTo(2);
        }
    }

    @Test
    void train_infiniteLoss_stopsNamingStepAndMicroBatch() {
        BatchSource source = BatchSource.ofSteps(2, (step, microBatch) -> {
            Batch batch = batch(PLAIN, step, 0, 1, 2, 3);
            if (step == 12 && microBatch == 1) {
                ((Reals) Objects.requireNonNull(batch.inputs().get("patches"))).values()[5] = Float.POSITIVE_INFINITY;
            }
            return batch;
        });
        List<Long> begun = new ArrayList<>();
        try (Replica replica = replica(PLAIN, 4)) {
            assertThatThrownBy(() -> replica.train(start(replica), 10, 5, source, begun::add))
                    .isInstanceOfSatisfying(NonFiniteLossException.class, failure -> {
                        assertThat(failure.step()).isEqualTo(12);
                        assertThat(failure.microBatch()).isEqualTo(1);
                    })
                    .hasMessageContainingAll("step 12", "micro-batch 1", "learning rate");
            assertThat(begun).containsExactly(10L, 11L, 12L);
        }
    }

    private static void assertSame(LocalResult actual, LocalResult expected) {
        assertThat(actual.state().parameters()).isEqualTo(expected.state().parameters());
        assertThat(actual.state().optimizer().slots())
                .isDeepEqualTo(expected.state().optimizer().slots());
        assertThat(actual.totals().lossSum()).isEqualTo(expected.totals().lossSum());
        assertThat(actual.totals().gradientNorm()).isEqualTo(expected.totals().gradientNorm());
    }
}
