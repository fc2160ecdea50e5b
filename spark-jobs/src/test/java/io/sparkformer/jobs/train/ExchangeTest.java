package io.sparkformer.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.data.manifest.PreparedData;
import io.sparkformer.jobs.exchange.ArrayState;
import io.sparkformer.jobs.exchange.Exchange;
import io.sparkformer.jobs.exchange.Round;
import io.sparkformer.jobs.exchange.RoundOutcome;
import io.sparkformer.jobs.exchange.RunState;
import io.sparkformer.jobs.exchange.TrainedSamples;
import io.sparkformer.jobs.runtime.TinyData;
import io.sparkformer.model.checkpoint.ParameterHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeTest {
    private static final List<String> EXCHANGES = List.of("driver", "sharded", "shuffle");

    private static final List<String> STATEFUL = List.of(
            "training.optimizer-state=keep",
            "training.outer.type=nesterov",
            "training.ema-decay=0.9",
            "training.workers=3",
            "training.micro-batches=2",
            "training.local-steps=3");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path directory;

    @SuppressWarnings("NullAway.Init") // below
    private static PreparedData data;

    @BeforeAll
    static void writeData() throws IOException {
        // Not a multiple of any step used below: the last step of an epoch is always short.
        data = new TinyData(1, 3).write(directory.resolve("data"), Map.of("train", 37));
    }

    /** Every experiment by every exchange. */
    static Stream<List<String>> settings() {
        return experiments().stream().flatMap(settings -> EXCHANGES.stream().map(exchange -> by(exchange, settings)));
    }

    /** Every experiment, the exchanges taking turns. */
    static Stream<List<String>> turns() {
        List<List<String>> experiments = experiments();
        return IntStream.range(0, experiments.size())
                .mapToObj(i -> by(EXCHANGES.get(i % EXCHANGES.size()), experiments.get(i)));
    }

    private static List<String> by(String exchange, List<String> settings) {
        return Stream.concat(Stream.of("training.exchange=" + exchange), settings.stream())
                .toList();
    }

    private static List<List<String>> experiments() {
        return List.of(
                List.of(),
                List.of("training.optimizer-state=keep"),
                List.of("training.optimizer-state=reset"),
                List.of("training.outer.type=nesterov"),
                // Rounds of three steps, of which the first two lie in the warm-up.
                List.of("training.outer.type=slow-momentum", "training.local-steps=3", "training.epochs=3"),
                List.of("training.ema-decay=0.9"),
                List.of("training.optimizer.type=sgd", "training.optimizer.nesterov=true", "training.local-steps=1"),
                List.of("training.optimizer.type=sgd", "training.optimizer.momentum=0"),
                // More workers than the two slots of the tests' Spark; in an epoch's last step most slices are empty.
                List.of("training.workers=5", "training.batch-size=2", "training.optimizer-state=keep"),
                List.of("training.workers=5", "training.batch-size=7", "training.local-steps=1"),
                // 5 steps an epoch: rounds of 3 begin and end in the middle of epochs, one of 7 spans two ends.
                List.of("training.local-steps=3", "training.epochs=3"),
                List.of("training.local-steps=7", "training.epochs=3"),
                // Rounds of 1, 1, 1, 1, 1 and then 4, the last one cut; rounds of 1, 1, 2, 2 and 3.
                List.of("training.rounds.type=post-local", "training.local-steps=4"),
                List.of(
                        "training.rounds={type=doubling, double-every-rounds=2}",
                        "training.local-steps=3",
                        "training.outer.type=slow-momentum",
                        "training.ema-decay=0.9"),
                List.of("training.micro-batches=2", "training.batch-size=3"),
                // Slices of 2, 6 and 4 samples; in an epoch's last step of one, only the first worker has any.
                List.of(
                        "training.workers=3",
                        "training.worker-micro-batches=[1, 3, 2]",
                        "training.batch-size=2",
                        "training.optimizer-state=keep"),
                List.of(
                        "training.workers=2",
                        "training.worker-micro-batches=[1, 3]",
                        "training.prefetch=0",
                        "training.local-steps=3"),
                List.of("training.loss=sigmoid", "augmentation.mixing.mixup-alpha=0.8"),
                // Samples read ahead or not, mixed with partners of other workers and other micro-batches.
                List.of("training.prefetch=0"),
                List.of("training.prefetch=5", "training.micro-batches=2", "training.batch-size=3"),
                List.of(
                        "augmentation.rand-augment.operations=2",
                        "augmentation.erasing.probability=0.5",
                        "augmentation.mixing.mixup-alpha=0.8",
                        "augmentation.mixing.cutmix-alpha=1",
                        "training.workers=5",
                        "training.batch-size=3"),
                STATEFUL,
                List.of("training.compression.type=bf16"),
                List.of("training.compression={type=int8, block-length=7}", "training.optimizer-state=keep"),
                List.of("training.compression={type=int8, error-feedback=false}", "training.outer.type=nesterov"),
                // Workers with empty slices keep what they have not sent.
                List.of(
                        "training.compression={type=top-k, kept-fraction=0.02}",
                        "training.workers=5",
                        "training.batch-size=2",
                        "training.local-steps=1",
                        "training.optimizer-state=reset"),
                List.of("training.compression.type=top-k", "training.optimizer.type=sgd", "training.workers=3"),
                Stream.concat(STATEFUL.stream(), Stream.of("training.compression.type=int8"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("turns")
    void run_everyRound_sameBitsAsOneWorkerAfterTheOther(List<String> settings) throws IOException {
        expectSameAsSequential(settings);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("settings")
    void run_everyExchange_sameBitsAsOneWorkerAfterTheOther(List<String> settings) throws IOException {
        expectSameAsSequential(settings);
    }

    private static void expectSameAsSequential(List<String> settings) throws IOException {
        TrainingSetup setup = setup(settings);

        List<RoundOutcome> outcomes = setup.train(setup.exchange());

        List<RoundOutcome> expected =
                setup.train(new SequentialExchange(setup.run(), setup.start().layout()));
        assertThat(outcomes).hasSameSizeAs(expected);
        TrainedSamples trained = new TrainedSamples();
        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).state())
                    .usingRecursiveComparison()
                    .isEqualTo(expected.get(i).state());
            assertThat(outcomes.get(i).loss()).isEqualTo(expected.get(i).loss());
            assertThat(outcomes.get(i).gradientNorm()).isEqualTo(expected.get(i).gradientNorm());
            assertThat(outcomes.get(i).trained().epochs())
                    .isEqualTo(expected.get(i).trained().epochs());
            trained.add(outcomes.get(i).trained());
        }
        expectEverySampleOncePerEpoch(
                trained, setup.run().experiment().training().epochs());
    }

    private static void expectEverySampleOncePerEpoch(TrainedSamples trained, int epochs) {
        TrainedSamples.Count all = TrainedSamples.Count.all(37);
        assertThat(trained.epochs())
                .hasSize(epochs)
                .allSatisfy((epoch, count) -> assertThat(count).isEqualTo(all));
    }

    @Test
    void run_stateBefore_isNotModified() throws IOException {
        TrainingSetup setup = setup(STATEFUL);
        Exchange exchange = setup.exchange();
        RunState before = exchange.begin(setup.start().position(), setup.start().origin());
        ArrayState first =
                (ArrayState) exchange.run(setup.rounds().get(0), before).state();
        String hash = ParameterHash.sha256(first.parameters());
        float[][] moments = first.moments()[0].clone();

        ArrayState second =
                (ArrayState) exchange.run(setup.rounds().get(1), first).state();

        assertThat(before).usingRecursiveComparison().isEqualTo(TrainingSetup.state(setup.start()));
        assertThat(ParameterHash.sha256(first.parameters())).isEqualTo(hash);
        assertThat(first.moments()[0]).isEqualTo(moments);
        assertThat(second.velocity()).isNotEqualTo(first.velocity());
    }

    /** A round is a pure function of its inputs: running it again gives the same. */
    @Test
    void run_sameRoundTwice_sameResult() throws IOException {
        TrainingSetup setup = setup(STATEFUL);
        Exchange exchange = setup.exchange();
        RunState before = exchange.begin(setup.start().position(), setup.start().origin());
        Round round = setup.rounds().get(0);

        RunState once = exchange.run(round, before).state();
        exchange.run(setup.rounds().get(1), once);
        RunState again = exchange.run(round, before).state();

        assertThat(again).usingRecursiveComparison().isEqualTo(once);
    }

    @Test
    void run_otherSeed_otherParameters() {
        TrainingSetup one = setup(List.of());
        TrainingSetup two = setup(List.of("seed=2"));

        assertThat(one.trained(one.exchange()).parameters())
                .isNotEqualTo(two.trained(two.exchange()).parameters());
    }

    @Test
    void run_resetOptimizer_stepsCountFromZero() {
        TrainingSetup setup = setup(List.of("training.optimizer-state=reset"));

        ArrayState state = setup.trained(setup.exchange());

        assertThat(state.position().optimizerSteps()).containsExactly(0);
        assertThat(state.moments()[0][0]).containsOnly(0);
    }

    /** 37 = 3 x 10 + 7: the last worker's slice of the fourth step is empty, so its optimizer has seen fewer steps. */
    @Test
    void run_emptySlice_workerSkipsTheStep() {
        TrainingSetup setup =
                setup(List.of("training.workers=5", "training.batch-size=2", "training.optimizer-state=keep"));

        ArrayState state = setup.trained(setup.exchange());

        assertThat(state.position().step()).isEqualTo(8);
        assertThat(state.position().optimizerSteps()).containsExactly(8, 8, 8, 8, 6);
    }

    private static TrainingSetup setup(List<String> settings) {
        return TrainingSetup.of(data, settings.toArray(String[]::new));
    }
}
