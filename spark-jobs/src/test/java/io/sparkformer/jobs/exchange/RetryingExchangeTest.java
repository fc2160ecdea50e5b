package io.sparkformer.jobs.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkformer.jobs.config.OptimizerStatePolicy;
import io.sparkformer.jobs.exchange.compress.Compression;
import io.sparkformer.jobs.exchange.sharded.ShardedExchange;
import io.sparkformer.jobs.prepare.LocalSpark;
import io.sparkformer.model.optimizer.OuterOptimizerConfig.PlainAverage;
import io.sparkformer.model.optimizer.ScheduleConfig;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class RetryingExchangeTest {
    private static final StateLayout LAYOUT =
            new StateLayout(1000, 0, OptimizerStatePolicy.AVERAGE, 2, false, false, Compression.NONE);

    private static final JavaSparkContext SPARK =
            JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());

    /** In local mode tasks run in this process, and a task that fails once fails its job. */
    private static final ConcurrentHashMap<String, Boolean> FAILED = new ConcurrentHashMap<>();

    /** A task that fails once: as Spark reports an executor that was told to end and of which it does not know yet, or by a defect. */
    private record Failure(String run, boolean rejected) implements Serializable {
        private static final long serialVersionUID = 1;

        static Failure byAnEndingExecutor() {
            return new Failure(UUID.randomUUID().toString(), true);
        }

        static Failure byADefect() {
            return new Failure(UUID.randomUUID().toString(), false);
        }

        void reach() {
            if (FAILED.putIfAbsent(run, true) == null) {
                throw rejected
                        ? new RejectedExecutionException("Task rejected from a pool that is terminated")
                        : new IllegalStateException("a defect");
            }
        }

        boolean reached() {
            return FAILED.containsKey(run);
        }
    }

    /** Its second worker fails. */
    private record FailingWork(Failure failure, SyntheticWork work) implements LocalWork {
        private static final long serialVersionUID = 1;

        @Override
        public WorkerReport run(Round round, Worker worker, StatePort port) throws Exception {
            if (worker.number() == 1) {
                failure.reach();
            }
            return work.run(round, worker, port);
        }
    }

    /** A state that fails when it is brought to the executors. */
    private record FailingOrigin(Failure failure, SyntheticOrigin origin) implements StateOrigin {
        private static final long serialVersionUID = 1;

        @Override
        public StateReader open(Configuration hadoop) throws IOException {
            failure.reach();
            return origin.open(hadoop);
        }
    }

    private final List<String> messages = new ArrayList<>();

    @Test
    void run_taskRejectedByAnExecutorThatEnds_beginsAgainToTheSameBits() throws IOException {
        Failure failure = Failure.byAnEndingExecutor();
        Exchange exchange = exchange(work());
        RunState calm = round(exchange, begin(exchange));

        Exchange disturbed = exchange(new FailingWork(failure, work()));
        RunState state = round(disturbed, begin(disturbed));

        assertThat(failure.reached()).isTrue();
        assertThat(state.parametersMerkle()).isEqualTo(calm.parametersMerkle());
        assertThat(messages).singleElement().asString().startsWith("round 1 begins again, executors died under it: ");
    }

    @Test
    void begin_taskRejectedByAnExecutorThatEnds_beginsAgainToTheSameBits() throws IOException {
        Failure failure = Failure.byAnEndingExecutor();
        Exchange exchange = exchange(work());
        RunState calm = begin(exchange);

        RunState disturbed = exchange.begin(Position.start(1), new FailingOrigin(failure, new SyntheticOrigin(LAYOUT)));

        assertThat(failure.reached()).isTrue();
        assertThat(disturbed.parametersMerkle()).isEqualTo(calm.parametersMerkle());
        assertThat(messages)
                .singleElement()
                .asString()
                .startsWith("bringing the model to the executors begins again, ");
    }

    /** What writes checkpoints' files. */
    @Test
    void compute_taskRejectedByAnExecutorThatEnds_beginsAgain() throws IOException {
        Failure failure = Failure.byAnEndingExecutor();
        Exchange exchange = exchange(work());
        RunState state = round(exchange, begin(exchange));

        List<Float> firsts = state.compute(List.of(first(failure)), new Configuration());

        assertThat(failure.reached()).isTrue();
        assertThat(firsts).isEqualTo(state.compute(List.of(first(failure)), new Configuration()));
        assertThat(messages).singleElement().asString().startsWith("reading the model's state begins again, ");
    }

    /** What evaluates between rounds. */
    @Test
    void share_taskRejectedByAnExecutorThatEnds_beginsAgain() throws IOException {
        Failure failure = Failure.byAnEndingExecutor();
        Exchange exchange = exchange(work());
        RunState state = round(exchange, begin(exchange));

        List<Integer> lengths = exchange.share(
                state,
                parameters -> SPARK.parallelize(List.of(0), 1)
                        .map(task -> {
                            failure.reach();
                            return parameters.parameters().length;
                        })
                        .collect());

        assertThat(failure.reached()).isTrue();
        assertThat(lengths).containsExactly(LAYOUT.length());
        assertThat(messages).singleElement().asString().startsWith("reading the parameters begins again, ");
    }

    @Test
    void taskFailsByADefect_isNotTriedAgain() throws IOException {
        Exchange exchange = exchange(work());
        RunState state = begin(exchange);
        Exchange failing = exchange(new FailingWork(Failure.byADefect(), work()));

        assertThatThrownBy(() -> round(failing, begin(failing))).hasStackTraceContaining("a defect");
        assertThatThrownBy(() -> state.compute(List.of(first(Failure.byADefect())), new Configuration()))
                .hasStackTraceContaining("a defect");
        assertThat(messages).isEmpty();
    }

    /** Reads the first parameter. */
    private static StateTask<Float> first(Failure failure) {
        return (state, hadoop) -> {
            failure.reach();
            float[] first = new float[1];
            state.read(StateVector.PARAMETERS, 0, first, 1);
            return first[0];
        };
    }

    private static SyntheticWork work() {
        return new SyntheticWork(UUID.randomUUID().toString(), LAYOUT);
    }

    private Exchange exchange(LocalWork work) {
        ScheduleConfig schedule = new ScheduleConfig(ScheduleConfig.Shape.CONSTANT, 1, 0, 1);
        return new RetryingExchange(
                new ShardedExchange(SPARK, work, new Averaging(LAYOUT, new PlainAverage(), schedule, 0, 10, 0)),
                SPARK,
                messages::add,
                Duration.ofMillis(200));
    }

    private static RunState begin(Exchange exchange) throws IOException {
        return exchange.begin(Position.start(1), new SyntheticOrigin(LAYOUT));
    }

    private static RunState round(Exchange exchange, RunState state) throws IOException {
        return exchange.run(new Round(1, 0, 10), state).state();
    }
}
