package io.sparkformer.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.exchange.sharded.ShardedExchange;
import io.sparkformer.jobs.exchange.shuffle.ShuffleExchange;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.model.checkpoint.ParameterHash;
import io.sparkformer.model.optimizer.OuterOptimizerConfig;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.OuterNesterov;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.SlowMomentum;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All exchanges make the same bits, of vectors that are less than one chunk, whole chunks, and a little more. */
class ExchangeEqualityTest {
    private static final int ROUNDS = 3;
    private static final ScheduleConfig SCHEDULE = new ScheduleConfig(ScheduleConfig.Shape.LINEAR, 0.1, 5, 0.01);

    @ParameterizedTest
    @CsvSource({
        "1000,    1, AVERAGE, average,  0,    none",
        "1048576, 2, AVERAGE, nesterov, 0.9,  none",
        "1048577, 2, KEEP,    slow,     0.9,  none",
        "2500000, 3, KEEP,    average,  0,    none",
        "2500000, 5, AVERAGE, slow,     0,    none",
        "3145728, 4, RESET,   average,  0.99, none",
        "1000,    2, AVERAGE, average,  0,    top-k",
        "1048577, 3, KEEP,    nesterov, 0.9,  int8",
        "1200000, 3, AVERAGE, slow,     0,    bf16",
        "1048577, 3, RESET,   average,  0,    int8-forgetting",
        "1048577, 2, KEEP,    average,  0.99, top-k",
    })
    void run_anyState_sameBitsByAllExchanges(
            int length, int workers, OptimizerStatePolicy policy, String outerType, double emaDecay, String type)
            throws IOException {
        OuterOptimizerConfig outer = switch (outerType) {
            case "nesterov" -> new OuterNesterov(0.7, 0.9);
            case "slow" -> new SlowMomentum(1, 0.5);
            default -> new PlainAverage();
        };
        StateLayout layout = new StateLayout(
                length, 2, policy, workers, !(outer instanceof PlainAverage), emaDecay > 0, compression(type));
        Averaging averaging = new Averaging(layout, outer, SCHEDULE, 0, 100, emaDecay);
        JavaSparkContext spark =
                JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
        LocalWork work = new SyntheticWork(UUID.randomUUID().toString(), layout);

        List<ArrayState> oracle = train(new DriverExchange(spark, work, averaging), layout);
        List<ArrayState> sharded = train(new ShardedExchange(spark, work, averaging), layout);
        List<ArrayState> shuffle = train(new ShuffleExchange(spark, work, averaging), layout);

        for (int round = 0; round <= ROUNDS; round++) {
            assertSame(sharded.get(round), oracle.get(round));
            assertSame(shuffle.get(round), oracle.get(round));
        }
    }

    private static Compression compression(String type) {
        return switch (type) {
            case "bf16" -> Compression.bf16(true);
            case "int8" -> Compression.int8(32, true);
            case "int8-forgetting" -> Compression.int8(100, false);
            case "top-k" -> Compression.topK(0.03);
            default -> Compression.NONE;
        };
    }

    private static void assertSame(ArrayState actual, ArrayState expected) {
        assertThat(actual.position()).usingRecursiveComparison().isEqualTo(expected.position());
        assertThat(Arrays.equals(actual.parameters(), expected.parameters())).isTrue();
        assertThat(Arrays.deepEquals(actual.moments(), expected.moments())).isTrue();
        assertThat(Arrays.deepEquals(actual.residuals(), expected.residuals())).isTrue();
        assertThat(Arrays.equals(actual.velocity(), expected.velocity())).isTrue();
        assertThat(Arrays.equals(actual.movingAverage(), expected.movingAverage()))
                .isTrue();
    }

    /** The states before the first round and after every one. */
    private static List<ArrayState> train(Exchange exchange, StateLayout layout) throws IOException {
        List<ArrayState> states = new ArrayList<>();
        RunState state = exchange.begin(Position.start(layout.owners()), new SyntheticOrigin(layout));
        states.add(ReadVectors.all(state, layout));
        for (int number = 1; number <= ROUNDS; number++) {
            RoundOutcome outcome = exchange.run(new Round(number, 10L * number, 10), state);
            state.close();
            state = outcome.state();
            states.add(ReadVectors.all(state, layout));
            assertThat(state.parametersMerkle())
                    .isEqualTo(ParameterHash.merkle(states.get(number).parameters()));
        }
        state.close();
        return states;
    }
}
